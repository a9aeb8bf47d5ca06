package io.ptmtorrent.http;

import java.io.IOException;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * An answer's body, read into memory up to a limit.
 *
 * <p>The limit counts what comes out of a gzip answer, so a small bomb is TooLong like any long body.
 */
public sealed interface BoundedBody {
    /** The most that is kept of a body that cannot be used: as much as a dead letter holds. */
    int HEAD_BYTES = 256 * 1024;

    /** All of it. */
    record Whole(ByteString bytes) implements BoundedBody {}

    /** Longer than the limit; the head is at most {@link #HEAD_BYTES} long. */
    record TooLong(ByteString head) implements BoundedBody {}

    /** Ended before its end: connection closed, shorter than announced, or no valid gzip. It may work later. */
    record Broken(ByteString head, IOException cause) implements BoundedBody {}

    /** Reads and closes the answer; never throws for what the other side did. */
    static BoundedBody read(Response response, long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " is not allowed; 0 or more is");
        }
        try (response) {
            return read(response.body().source(), maxBytes);
        }
    }

    private static BoundedBody read(BufferedSource source, long maxBytes) {
        Buffer kept = new Buffer();
        try {
            while (kept.size() <= maxBytes) {
                if (source.read(kept, maxBytes + 1 - kept.size()) < 0) {
                    return new Whole(kept.readByteString());
                }
            }
            return new TooLong(head(kept, maxBytes));
        } catch (IOException e) {
            return new Broken(head(kept, maxBytes), e);
        }
    }

    private static ByteString head(Buffer kept, long maxBytes) {
        return kept.snapshot((int) Math.min(kept.size(), Math.min(maxBytes, HEAD_BYTES)));
    }
}
