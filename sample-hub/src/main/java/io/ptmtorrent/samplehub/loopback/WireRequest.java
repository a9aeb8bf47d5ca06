package io.ptmtorrent.samplehub.loopback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request (RFC 9112), read off a connection.
 *
 * @param target path and query as sent
 * @param headers names in lower case; of repeated headers the last
 * @param body at most 1 MiB, empty where there is none; not changed by anyone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireRequest(String method, String target, Map<String, String> headers, byte[] body) {
    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_HEADERS = 200;
    private static final long LONGEST_BODY = 1 << 20;

    /** The next request, or null when the peer is done; anything else than a request is an IOException. */
    static @Nullable WireRequest read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP/1.1 request line: " + first);
        }
        Map<String, String> headers = headers(in);
        int length = bodyLength(headers);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("a body of " + body.length + " bytes, announced with " + length);
        }
        return new WireRequest(parts[0], parts[1], headers, body);
    }

    boolean last() {
        return "close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw new IOException("not a header, or too many: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static int bodyLength(Map<String, String> headers) throws IOException {
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("\\d{1,9}") || Long.parseLong(length) > LONGEST_BODY) {
            throw new IOException("content-length: " + length + ", at most " + LONGEST_BODY);
        }
        return Integer.parseInt(length);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(200);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line longer than " + LONGEST_LINE + " bytes");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
