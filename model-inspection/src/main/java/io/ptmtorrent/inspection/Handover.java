package io.ptmtorrent.inspection;

import io.ptmtorrent.inspection.bytes.Supply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from the thread that has them to the one that looks at them, in order; at most 2 MiB wait.
 *
 * <pre>
 * write ─► gathered into a piece ─► waiting ─► read
 *      └─► dropped, uncopied, while the other side skips what has not come yet
 * </pre>
 *
 * Most bytes of most models are opaque and skipped. One writer, one reader.
 */
final class Handover implements Supply {
    /** Handing over costs as much as looking at some hundred KiB: few large pieces go over. */
    private static final int PIECE = 1 << 18;

    private static final int SMALLEST = 1 << 12;
    private static final int MOST_WAITING = 8;
    private static final Piece NOTHING = new Piece(new byte[0]);

    private final int pieceBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private final ArrayDeque<Piece> used = new ArrayDeque<>();
    private boolean ended;

    /** What the reader wants to pass over of what is not written yet; it waits until that is 0, or something else comes. */
    private volatile long skipping;

    /** The writer's. */
    private Piece gathered = NOTHING;

    /** The reader's. */
    private Piece current = NOTHING;

    private static final class Piece {
        private final byte[] bytes;
        private int at;
        private int end;

        private Piece(byte[] bytes) {
            this.bytes = bytes;
        }

        private int left() {
            return end - at;
        }
    }

    /** @param size bytes to come; 0 where it is not known */
    Handover(long size) {
        pieceBytes = size <= 0 ? PIECE : (int) Math.min(PIECE, Math.max(SMALLEST, size));
    }

    /** Takes bytes, copied where the reader wants to see them; waits where too much waits. */
    void write(byte[] bytes, int offset, int count) throws IOException {
        int at = 0;
        while (at < count) {
            at += skipping > 0 ? dropped(count - at) : 0;
            if (at < count) {
                at += gather(bytes, offset + at, count - at);
            }
        }
    }

    private int gather(byte[] bytes, int offset, int count) throws IOException {
        if (gathered == NOTHING) {
            gathered = fresh();
        }
        int more = Math.min(pieceBytes - gathered.end, count);
        System.arraycopy(bytes, offset, gathered.bytes, gathered.end, more);
        gathered.end += more;
        if (gathered.end == pieceBytes) {
            put();
        }
        return more;
    }

    private Piece fresh() {
        lock.lock();
        try {
            Piece piece = used.poll();
            return piece == null ? new Piece(new byte[pieceBytes]) : piece;
        } finally {
            lock.unlock();
        }
    }

    /** How many of the next bytes nobody wants to see. What was gathered comes before them. */
    private int dropped(int count) throws IOException {
        if (gathered.left() > 0) {
            put();
        }
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                return 0;
            }
            int dropped = (int) Math.min(count, skipping);
            long left = skipping - dropped;
            skipping = left;
            if (left == 0) {
                changed.signalAll();
            }
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    private void put() throws IOException {
        lock.lock();
        try {
            while (waiting.size() == MOST_WAITING) {
                changed.await();
            }
            waiting.add(gathered);
            gathered = NOTHING;
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an inspection catches up", e);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes. */
    void end() throws IOException {
        if (gathered.left() > 0) {
            put();
        }
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (current.left() == 0 && !next()) {
            return 0;
        }
        int count = Math.min(length, current.left());
        System.arraycopy(current.bytes, current.at, into, offset, count);
        current.at += count;
        return count;
    }

    private boolean next() throws IOException {
        lock.lock();
        try {
            while (!take() && !ended) {
                await();
            }
            return current.left() > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (current.left() == 0) {
                left = skipUnwritten(left);
            }
            if (current.left() == 0) {
                break;
            }
            int piece = (int) Math.min(left, current.left());
            current.at += piece;
            left -= piece;
        }
        return count - left;
    }

    /** Has the writer drop bytes until something waits or nothing comes; gives how many are still to be skipped. */
    private long skipUnwritten(long count) throws IOException {
        lock.lock();
        try {
            skipping = count;
            while (!take() && skipping > 0 && !ended) {
                await();
            }
            long left = skipping;
            skipping = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock. */
    private boolean take() {
        if (current != NOTHING) {
            current.at = 0;
            current.end = 0;
            used.add(current);
        }
        Piece first = waiting.poll();
        current = first == null ? NOTHING : first;
        changed.signalAll();
        return first != null;
    }

    /** With the lock, in a loop. */
    @SuppressWarnings("WaitNotInLoop") // the callers'
    private void await() throws IOException {
        try {
            changed.await();
        } catch (InterruptedException e) {
            ended = true;
            waiting.clear();
            throw new IOException("the stream was given up", e);
        }
    }
}
