package io.ptmtorrent.http;

import java.util.List;
import okhttp3.HttpUrl;

/**
 * Requests that a hub is likely to count in one bucket, told by the path before any answer names the bucket.
 *
 * <p>Hugging Face counts its API, the resolvers (file downloads) and its pages apart (its rate limits page, September
 * 2025). Hosts that count otherwise just name the same bucket in every lane.
 */
enum Lane {
    API,
    FILES,
    PAGES;

    static Lane of(HttpUrl url) {
        List<String> path = url.pathSegments();
        if (path.contains("resolve") || path.contains("resolve-cache")) {
            return FILES;
        }
        return path.getFirst().equals("api") ? API : PAGES;
    }
}
