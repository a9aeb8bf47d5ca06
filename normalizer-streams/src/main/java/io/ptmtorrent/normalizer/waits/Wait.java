package io.ptmtorrent.normalizer.waits;

import io.ptmtorrent.avro.DetailReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A model that waits for an answer of its hub.
 *
 * <pre>
 * version 1 (1)  stand (1)  tries (4)  run id (8)  due (8)  why, its name, NUL, revision, UTF-8; none where empty
 * </pre>
 *
 * @param why why it is asked about
 * @param revision the revision asked about; null where it does not matter
 * @param runId the run named in the request
 * @param stand whether a request is under way
 * @param tries requests so far
 * @param due when it is asked (again), milliseconds since the epoch; QUEUED: since when it could be
 */
public record Wait(DetailReason why, @Nullable String revision, long runId, Stand stand, int tries, long due) {
    private static final byte VERSION = 1;
    private static final int FIXED = 2 + Integer.BYTES + 2 * Long.BYTES;

    /** Where a wait stands. */
    public enum Stand {
        /** Asked again at a time that the hub gave. */
        DEFERRED(0),
        /** A request is under way and holds a credit. */
        ASKED(1),
        /** Asked as soon as there is credit. */
        QUEUED(2);

        private final byte code;

        Stand(int code) {
            this.code = (byte) code;
        }

        private static Stand of(byte code) {
            for (Stand stand : values()) {
                if (stand.code == code) {
                    return stand;
                }
            }
            throw new IllegalStateException("store waits: no stand " + code + " is known to this build");
        }
    }

    /** One that was not asked yet. */
    public static Wait queued(DetailReason why, @Nullable String revision, long runId, long now) {
        return new Wait(why, revision, runId, Stand.QUEUED, 0, now);
    }

    byte[] write() {
        byte[] text = (why + "\0" + (revision == null ? "" : revision)).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + text.length)
                .put(VERSION)
                .put(stand.code)
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
        Stand stand = Stand.of(in.get());
        int tries = in.getInt();
        long runId = in.getLong();
        long due = in.getLong();
        String text = new String(row, FIXED, row.length - FIXED, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        String revision = end + 1 == text.length() ? null : text.substring(end + 1);
        return new Wait(DetailReason.valueOf(text.substring(0, end)), revision, runId, stand, tries, due);
    }

    /** Whether a request is under way. */
    boolean isAsked() {
        return stand == Stand.ASKED;
    }

    /** Whether it waits for the files of a revision, not only for a sign of life. */
    public boolean isForDetails() {
        return why != DetailReason.ABSENT;
    }

    /** It is asked now, and again at {@code due} if no answer comes. */
    Wait askedUntil(long due) {
        return new Wait(why, revision, runId, Stand.ASKED, tries + 1, due);
    }

    /** The hub says that it may work at {@code due}. */
    Wait deferredTo(long due) {
        return new Wait(why, revision, runId, Stand.DEFERRED, tries, due);
    }

    /** It is due, and there is no credit. */
    Wait queuedAt(long now) {
        return new Wait(why, revision, runId, Stand.QUEUED, tries, now);
    }
}
