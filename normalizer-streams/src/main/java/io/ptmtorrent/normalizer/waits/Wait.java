package io.ptmtorrent.normalizer.absence;

import io.ptmtorrent.avro.DetailReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A model that waits for an answer of its hub.
 *
 * <pre>
 * version 1 (1)  asked (1)  tries (4)  run id (8)  due (8)  why, its name, NUL, revision, UTF-8; none where empty
 * </pre>
 *
 * @param why why it is asked about
 * @param revision the revision asked about; null where it does not matter
 * @param runId the run named in the request
 * @param asked true while a request is under way (it holds a credit), false while it waits to be asked again
 * @param tries requests so far
 * @param due when it is asked (again), milliseconds since the epoch
 */
record Wait(DetailReason why, @Nullable String revision, long runId, boolean asked, int tries, long due) {
    private static final byte VERSION = 1;
    private static final int FIXED = 2 + Integer.BYTES + 2 * Long.BYTES;

    byte[] write() {
        byte[] text = (why + "\0" + (revision == null ? "" : revision)).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + text.length)
                .put(VERSION)
                .put((byte) (asked ? 1 : 0))
                .putInt(tries)
                .putLong(runId)
                .putLong(due)
                .put(text)
                .array();
    }

    static Wait read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store waits: row version " + version + ", this build reads " + VERSION);
        }
        boolean asked = in.get() == 1;
        int tries = in.getInt();
        long runId = in.getLong();
        long due = in.getLong();
        String text = new String(row, FIXED, row.length - FIXED, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        String revision = end + 1 == text.length() ? null : text.substring(end + 1);
        return new Wait(DetailReason.valueOf(text.substring(0, end)), revision, runId, asked, tries, due);
    }

    /** It is asked now, and again at {@code due} if no answer comes. */
    Wait askedUntil(long due) {
        return new Wait(why, revision, runId, true, tries + 1, due);
    }

    /** The hub says that it may work at {@code due}. */
    Wait deferredTo(long due) {
        return new Wait(why, revision, runId, false, tries, due);
    }
}
