package io.ptmtorrent.samplehub.loopback;

import java.util.Arrays;
import java.util.Map;

/** A file as a host of bytes gives it: whole, or the range asked for (RFC 9110, sections 13.1.5 and 14). */
public final class FileAnswer {
    private static final String BYTES = "application/octet-stream";

    private FileAnswer() {}

    /**
     * The answer to one request.
     *
     * @param etag with its quotes
     * @param headers of the request, names in lower case
     */
    public static Answer of(byte[] all, String etag, Map<String, String> headers) {
        Answer whole = Answer.of(200, BYTES, all).with("etag", etag).with("accept-ranges", "bytes");
        String range = headers.get("range");
        String condition = headers.get("if-range");
        if (range == null || (condition != null && !condition.equals(etag))) {
            return whole;
        }
        ByteRange asked = ByteRange.parse(range, all.length);
        if (asked instanceof ByteRange.Part part) {
            return Answer.of(206, BYTES, Arrays.copyOfRange(all, part.from(), part.to()))
                    .with("etag", etag)
                    .with("content-range", "bytes " + part.from() + "-" + (part.to() - 1) + "/" + all.length);
        }
        return asked instanceof ByteRange.Ignored
                ? whole
                : Answer.text(416, "Range Not Satisfiable").with("content-range", "bytes */" + all.length);
    }
}
