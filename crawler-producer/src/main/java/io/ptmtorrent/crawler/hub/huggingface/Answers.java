package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What the hub's status codes mean (hub docs, August 2026). */
final class Answers {
    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int SHOWN_BYTES = 300;

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
}
