package io.ptmtorrent.samplehub.loopback;

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
public record Answer(
        int status,
        Map<String, String> headers,
        byte[] body,
        int sent,
        @Nullable Runnable halfway,
        boolean bare) {

    /** An answer with a body of some type. */
    public static Answer of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        return new Answer(status, headers, body, body.length, null, false);
    }

    /** An answer in JSON. */
    public static Answer json(int status, byte[] body) {
        return of(status, "application/json; charset=utf-8", body);
    }

    /** An answer in plain text. */
    public static Answer text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A temporary redirect with a body that a careless client takes for the file. */
    public static Answer redirect(int status, String location) {
        return text(status, "Temporary Redirect. Redirecting to " + location).with("location", location);
    }

    /** Adds a header, or says it otherwise; what no header can hold becomes a question mark. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value.replaceAll("[^ -~]", "?"));
        return new Answer(status, more, body, sent, halfway, bare);
    }

    /** The same head with another body. */
    public Answer withBody(byte[] other) {
        return new Answer(status, headers, other, other.length, halfway, bare);
    }

    /** Closes the connection after so many bytes of the body. */
    public Answer cutAt(int length) {
        return new Answer(status, headers, body, length, halfway, bare);
    }

    /** Does something between the halves of the body. */
    public Answer pausing(Runnable what) {
        return new Answer(status, headers, body, sent, what, bare);
    }

    /** As an answer of something in front of the hub. */
    public Answer asBare() {
        return new Answer(status, headers, body, sent, halfway, true);
    }

    /** Adds the header unless the answer has one of that name already. */
    public Answer withDefault(String header, String value) {
        return headers.containsKey(header) ? this : with(header, value);
    }

    /** A path percent-encoded segment by segment, slashes kept. */
    public static String encoded(String path) {
        String query = URLEncoder.encode(path, StandardCharsets.UTF_8);
        return query.replace("+", "%20").replace("%2F", "/");
    }
}
