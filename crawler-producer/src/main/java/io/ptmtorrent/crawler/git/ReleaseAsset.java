package io.ptmtorrent.crawler.git;

import org.jspecify.annotations.Nullable;

/**
 * A file of a release; hostile, but for its types.
 *
 * @param tag of the release
 * @param url where its bytes are
 * @param size bytes
 * @param sha256 of its content, 64 hex digits; null where GitHub has none, as for what was uploaded before June 2025
 */
public record ReleaseAsset(
        String tag,
        String name,
        String url,
        long size,
        @Nullable String sha256) {}
