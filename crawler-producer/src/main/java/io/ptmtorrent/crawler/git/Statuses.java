package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What GitHub's hosts mean by a status that is not 200. */
final class Statuses {
    private static final int BLOCKED = 451;

    private Statuses() {}

    /**
     * Says in words that something is not to be had. A private or missing repository asks for a login (401), a blocked one
     * says 451 or 403.
     *
     * @throws IOException where the status may pass
     */
    static String missing(HttpUrl url, Response response) throws IOException {
        String said = response.request().method() + " " + SafeUrl.redact(url) + " gave " + response.code();
        return switch (response.code()) {
            case HttpURLConnection.HTTP_NOT_FOUND,
                    HttpURLConnection.HTTP_GONE,
                    HttpURLConnection.HTTP_UNAUTHORIZED,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    BLOCKED -> said;
            default -> throw new IOException(said);
        };
    }
}
