package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Budget;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Deflated bytes, unpacked while it is read: forward at once, backward by beginning anew. Nothing is kept.
 *
 * <p>Every unpacked byte counts against the budget, so a bomb ends there.
 */
public final class Inflated implements Bytes {
    private final Bytes packed;
    private final boolean raw;
    private final long size;
    private final Budget budget;
    private final byte[] input = new byte[8192];
    private final byte[] skipped = new byte[8192];
    private Inflater inflater;
    private long read;
    private long position;

    /**
     * Unpacks nothing yet.
     *
     * @param raw whether there is no header of zlib
     * @param size what it unpacks to, at most; the rest is not read
     */
    public Inflated(Bytes packed, boolean raw, long size, Budget budget) {
        this.packed = packed;
        this.raw = raw;
        this.inflater = new Inflater(raw);
        this.size = size;
        this.budget = budget;
    }

    @Override
    public long size() {
        return size;
    }

    /** Bytes of the packed form that were used up to here. */
    public long used() {
        return read - inflater.getRemaining();
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
        if (from >= size) {
            return 0;
        }
        if (from < position) {
            inflater.end();
            inflater = new Inflater(raw);
            read = 0;
            position = 0;
        }
        while (position < from) {
            if (next(skipped, 0, (int) Math.min(skipped.length, from - position)) == 0) {
                return 0;
            }
        }
        return next(into, offset, (int) Math.min(length, size - from));
    }

    private int next(byte[] into, int offset, int length) throws IOException {
        try {
            while (length > 0) {
                int count = inflater.inflate(into, offset, length);
                if (count > 0) {
                    position += count;
                    budget.take(count, 0);
                    return count;
                }
                if (inflater.finished() || inflater.needsDictionary() || !fill()) {
                    return 0;
                }
            }
            return 0;
        } catch (DataFormatException e) {
            throw Broken.malformed(used(), "cannot be unpacked: " + e.getMessage());
        }
    }

    private boolean fill() throws IOException {
        int count = packed.read(read, input, 0, input.length);
        read += count;
        inflater.setInput(input, 0, count);
        return count > 0;
    }

    /** Whether the packed form came to its end. */
    public boolean isFinished() {
        return inflater.finished();
    }

    /** Gives native memory back; it can still be read, from its beginning. */
    void rest() {
        inflater.end();
        inflater = new Inflater(raw);
        read = 0;
        position = 0;
    }
}
