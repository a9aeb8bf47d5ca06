package io.ptmtorrent.crawler.hub.huggingface;

import java.io.IOException;
import java.nio.ByteBuffer;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as far as it could be read: of a broken page the rows that arrived are kept.
 *
 * @param bytes what arrived, at most the limit
 * @param broken why it is not all, for people; null where it is
 */
record PageBody(ByteBuffer bytes, @Nullable String broken) {

    /** Reads the answer, and does not close it; throws only where the thread was interrupted. */
    static PageBody read(Response response, long maxBytes) throws IOException {
        Buffer kept = new Buffer();
        String broken = null;
        try {
            broken = fill(kept, response.body().source(), maxBytes);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            broken = "the answer broke off after " + kept.size() + " bytes: " + e.getMessage();
        }
        return new PageBody(ByteBuffer.wrap(kept.readByteArray(Math.min(kept.size(), maxBytes))), broken);
    }

    private static @Nullable String fill(Buffer kept, BufferedSource source, long maxBytes) throws IOException {
        while (source.read(kept, maxBytes + 1 - kept.size()) >= 0) {
            if (kept.size() > maxBytes) {
                return "the answer is longer than " + maxBytes + " bytes";
            }
        }
        return null;
    }
}
