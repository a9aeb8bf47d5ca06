package io.ptmtorrent.samplehub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer before it is sent.
 *
 * @param headers in the order in which they are sent; Content-Length is added
 * @param body all of it
 * @param sent how many bytes of the body are really sent; fewer than it has cut the connection there
 * @param halfway what to do when half of the body is sent; null for nothing
 * @param bare no header of the hub's own is to be added: the answer comes from something in front of it
 */
@SuppressWarnings("ArrayRecordComponent") // a page of megabytes, never compared
record Answer(
        int status,
        Map<String, String> headers,
        byte[] body,
        int sent,
        @Nullable Runnable halfway,
        boolean bare) {

    static Answer of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        return new Answer(status, headers, body, body.length, null, false);
    }

    static Answer json(int status, byte[] body) {
        return of(status, "application/json; charset=utf-8", body);
    }

    static Answer text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** An error as the hub words it: the same message in body and header, and a code only where it has one. */
    static Answer error(int status, String code, String message) {
        Answer answer = json(
                status,
                new JsonText().open().name("error").foreign(message).close().bytes());
        if (!code.isEmpty()) {
            answer.headers.put("x-error-code", code);
        }
        return answer.with("x-error-message", message);
    }

    /** A temporary redirect with a body that a careless client takes for the file. */
    static Answer redirect(int status, String location) {
        return text(status, "Temporary Redirect. Redirecting to " + location).with("location", location);
    }

    static Answer missing() {
        return error(401, "", "Invalid username or password.");
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value.replaceAll("[^ -~]", "?"));
        return new Answer(status, more, body, sent, halfway, bare);
    }

    Answer withBody(byte[] other) {
        return new Answer(status, headers, other, other.length, halfway, bare);
    }

    Answer cutAt(int length) {
        return new Answer(status, headers, body, length, halfway, bare);
    }

    Answer pausing(Runnable what) {
        return new Answer(status, headers, body, sent, what, bare);
    }

    Answer asBare() {
        return new Answer(status, headers, body, sent, halfway, true);
    }

    /** Adds the header unless the answer has one of that name already. */
    Answer withDefault(String header, String value) {
        return headers.containsKey(header) ? this : with(header, value);
    }

    /** A path percent-encoded segment by segment, slashes kept. */
    static String encoded(String path) {
        String query = URLEncoder.encode(path, StandardCharsets.UTF_8);
        return query.replace("+", "%20").replace("%2F", "/");
    }
}
