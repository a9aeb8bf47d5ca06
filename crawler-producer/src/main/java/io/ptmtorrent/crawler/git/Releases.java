package io.ptmtorrent.crawler.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Lists the assets of a repository's releases ({@code GET /repos/{owner}/{repo}/releases}, GitHub REST API 2022-11-28). */
final class Releases {
    private static final int A_PAGE = 100;
    private static final int MOST_PAGES = 10;
    private static final long MOST_BYTES = 16L << 20;
    private static final Pattern NEXT = Pattern.compile("<[^>]*>\\s*;\\s*rel=\"?next\"?");
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubHttp http;

    Releases(HubHttp http) {
        this.http = http;
    }

    ReleaseList list(Repository repository) throws IOException {
        List<ReleaseAsset> assets = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && page <= MOST_PAGES; page++) {
            HttpUrl url = url(repository, page);
            Request request = new Request.Builder()
                    .url(url)
                    .header("Accept", "application/vnd.github+json")
                    .header("X-GitHub-Api-Version", "2022-11-28")
                    .build();
            try (Response response = http.client().newCall(request).execute()) {
                if (response.code() != HttpURLConnection.HTTP_OK) {
                    return new ReleaseList.Missing(Statuses.missing(url, response));
                }
                more = NEXT.matcher(response.headers("Link").toString()).find();
                read(response, url).forEach(release -> add(release, assets));
            }
        }
        return new ReleaseList.Listed(assets, !more);
    }

    private static HttpUrl url(Repository repository, int page) {
        return new HttpUrl.Builder()
                .scheme("https")
                .host("api.github.com")
                .addPathSegment("repos")
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name())
                .addPathSegment("releases")
                .addQueryParameter("per_page", Integer.toString(A_PAGE))
                .addQueryParameter("page", Integer.toString(page))
                .build();
    }

    private static JsonNode read(Response response, HttpUrl url) throws IOException {
        BoundedBody body = BoundedBody.read(response, MOST_BYTES);
        if (!(body instanceof BoundedBody.Whole whole)) {
            throw new IOException(SafeUrl.redact(url) + " ended early, or is longer than " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode releases = JSON.readTree(whole.bytes().toByteArray());
            if (releases.isArray()) {
                return releases;
            }
        } catch (JsonProcessingException e) {
            throw new IOException(SafeUrl.redact(url) + ": expected a JSON array: " + e.getOriginalMessage(), e);
        }
        throw new IOException(SafeUrl.redact(url) + ": expected a JSON array, found another JSON value");
    }

    private static void add(JsonNode release, List<ReleaseAsset> assets) {
        String tag = release.path("tag_name").asText();
        for (JsonNode asset : release.path("assets")) {
            String name = asset.path("name").asText();
            String url = asset.path("browser_download_url").asText();
            JsonNode size = asset.path("size");
            if (!name.isEmpty() && !url.isEmpty() && size.canConvertToLong() && size.longValue() >= 0) {
                assets.add(new ReleaseAsset(
                        tag,
                        name,
                        url,
                        size.longValue(),
                        sha256(asset.path("digest").asText())));
            }
        }
    }

    private static @Nullable String sha256(String digest) {
        Matcher sha256 = DIGEST.matcher(digest);
        return sha256.matches() ? sha256.group(1) : null;
    }
}
