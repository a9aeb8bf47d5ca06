package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.sink.store.ObjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of a fetch; messages are for people and hold no secrets. */
public sealed interface Fetched {
    /** Bytes read from the network, all hops together. */
    long bytes();

    /**
     * Stands under its key, checked.
     *
     * @param sha256 of the bytes
     * @param etag what the host called them; null where they could be verified, or the host called them nothing
     * @param inspection what was seen inside; null where nobody looked
     */
    record Stored(
            ObjectKey key,
            String sha256,
            long size,
            Verification verification,
            @Nullable String etag,
            long bytes,
            @Nullable Inspection inspection)
            implements Fetched {
        /** Bytes that nobody looked into. */
        Stored(ObjectKey key, String sha256, long size, Verification verification, @Nullable String etag, long bytes) {
            this(key, sha256, size, verification, etag, bytes, null);
        }
    }

    /**
     * This source will not give it.
     *
     * @param wrong the bytes that came instead; null where none came
     */
    record Failed(
            FileReason reason,
            String message,
            long bytes,
            @Nullable WrongBytes wrong) implements Fetched {
        static Failed because(FileReason reason, String message) {
            return new Failed(reason, message, 0, null);
        }
    }

    /**
     * May work later.
     *
     * @param until when, where the host named a time; null where nobody knows
     */
    record Later(
            FileReason reason,
            String message,
            long bytes,
            @Nullable Instant until) implements Fetched {}
}
