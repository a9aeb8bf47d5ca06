package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What the hub's status codes mean (hub docs, August 2026). */
final class Answers {
    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int SHOWN_BYTES = 300;
    private static final int KEPT_BYTES = 256 * 1024;
    private static final String NOT_FOUND = "RepoNotFound";

    private Answers() {}

    /** 429 and 5xx pass; 3xx that is left over from redirects is the way's trouble, not the page's. */
    static boolean mayWorkLater(int code) {
        return code < 400 || code == TIMED_OUT || code == TOO_EARLY || code == TOO_MANY || code >= 500;
    }

    /** For people: what was asked, what came back. */
    static String described(HttpUrl asked, Response response) throws IOException {
        String code = response.header("X-Error-Code");
        String message = response.header("X-Error-Message");
        String said = message != null ? message : response.peekBody(SHOWN_BYTES).string();
        return "GET " + SafeUrl.redact(asked) + " gave " + response.code() + (code == null ? "" : " " + code)
                + (said.isBlank() ? "" : ": " + said.strip());
    }

    /**
     * The hub's own word that a model is not there: 404, or the 401 for what is missing or private, said to who sent no
     * token; empty for every other answer.
     */
    static Optional<Lookup.Gone> gone(HttpUrl asked, Response response) throws IOException {
        if (!isGone(response)) {
            return Optional.empty();
        }
        String url = SafeUrl.redact(response.request().url());
        String reason = described(asked, response);
        return Optional.of(new Lookup.Gone(
                url, reason, null, PageBody.read(response, KEPT_BYTES).bytes()));
    }

    private static boolean isGone(Response response) {
        String error = response.header("X-Error-Code");
        return switch (response.code()) {
            case HttpURLConnection.HTTP_NOT_FOUND -> error == null || error.equals(NOT_FOUND);
            case HttpURLConnection.HTTP_UNAUTHORIZED -> error == null && !sentToken(response);
            default -> false;
        };
    }

    private static boolean sentToken(Response response) {
        return response.request().header("Authorization") != null;
    }
}
