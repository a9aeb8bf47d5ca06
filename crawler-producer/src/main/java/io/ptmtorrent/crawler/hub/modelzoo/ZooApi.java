package io.ptmtorrent.crawler.hub.modelzoo;

import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.Documents;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The JSON behind the site's pages, as PTMTorrent asked for it (January 2023), after a look into robots.txt.
 *
 * <p>No recorded answer of it is public, and the site may have changed: whatever is not JSON is told apart from a page.
 */
final class ZooApi {
    static final HttpUrl SITE = HttpUrl.get("https://modelzoo.co/");

    private static final long MOST_LIST_BYTES = 64L * 1024 * 1024;
    private static final long MOST_MODEL_BYTES = 1024 * 1024;

    /** Without it the site answered with its own page. */
    private static final Headers HEADERS = Headers.of("Referer", SITE.toString(), "Accept", "application/json");

    private final Documents documents;
    private final Robots robots;

    ZooApi(HubHttp http, Clock clock) {
        this.documents = new Documents(http);
        this.robots = new Robots(SITE, documents, clock, delay -> http.keepApart(SITE.host(), delay));
    }

    /** Whether a slug can be part of an address. */
    static boolean isSlug(String slug) {
        return HubRow.usable(slug) && !slug.equals(".") && !slug.equals("..");
    }

    static HttpUrl list(int offset) {
        return SITE.resolve("/api/models/" + offset + "/");
    }

    static HttpUrl model(String slug) {
        return SITE.newBuilder()
                .addPathSegments("api/models")
                .addPathSegment(slug)
                .addPathSegment("")
                .build();
    }

    /** Why the site does not want an address to be asked for; null where it does not mind. */
    @Nullable
    String refusal(HttpUrl url) throws IOException {
        return robots.refusal(url);
    }

    Document page(int offset) throws IOException {
        return documents.get(list(offset), MOST_LIST_BYTES, HEADERS);
    }

    Document model(HttpUrl url) throws IOException {
        return documents.get(url, MOST_MODEL_BYTES, HEADERS);
    }

    /** Whether the site gave its one page, which knows nothing, in the place of JSON. */
    static boolean isHtml(Document.Read read) {
        String type = read.headers().get("Content-Type");
        String head = read.body()
                .substring(0, Math.min(100, read.body().size()))
                .utf8()
                .stripLeading();
        return head.startsWith("<")
                || (type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html"));
    }
}
