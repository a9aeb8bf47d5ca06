package io.ptmtorrent.sink.store;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all parts that are filled or under way, in chunks; who finds none left waits, in turn.
 *
 * <p>A part gets all of its room at once, and nobody who holds an unfilled one waits for another: so no two uploads wait
 * for each other. Chunks are made when first written to, and kept. Thread-safe.
 */
final class PartMemory {
    static final int CHUNK_BYTES = 256 << 10;

    private final int chunks;
    private final Semaphore free;
    private final ConcurrentLinkedQueue<byte[]> kept = new ConcurrentLinkedQueue<>();

    /** @param bytes that all parts together may take, rounded down to chunks */
    PartMemory(long bytes) {
        this.chunks = Math.toIntExact(bytes / CHUNK_BYTES);
        this.free = new Semaphore(chunks, true);
    }

    /** The largest part there may be. */
    long bytes() {
        return (long) chunks * CHUNK_BYTES;
    }

    /** Chunks that nobody has. */
    int free() {
        return free.availablePermits();
    }

    boolean isWaitedFor() {
        return free.hasQueuedThreads();
    }

    int chunks() {
        return chunks;
    }

    /** Room for a part; waits for it. The caller gives it back by {@link Part#release}. */
    Part take(long size) throws StoreException {
        if (size > bytes()) {
            throw new StoreException(
                    "store.s3.memory: '" + bytes() + "' is too little for a part of " + size + " bytes", null);
        }
        int needed = Math.toIntExact(Math.max(1, (size + CHUNK_BYTES - 1) / CHUNK_BYTES));
        try {
            free.acquire(needed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for memory for a part", e);
        }
        return new Part(this, size, needed);
    }

    byte[] chunk() {
        byte @Nullable [] one = kept.poll();
        return one == null ? new byte[CHUNK_BYTES] : one;
    }

    void release(Iterable<byte[]> used, int taken) {
        used.forEach(kept::add);
        free.release(taken);
    }
}
