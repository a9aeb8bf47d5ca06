package io.ptmtorrent.inspection.bytes;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads forward, knows where it is, and allocates nothing by a declared length.
 *
 * <p>Numbers are little-endian. Where bytes are missing, {@link Broken} says so. One thread.
 */
public final class ByteInput {
    private static final int CHUNK = 1 << 16;

    private final Supply supply;
    private final byte[] buffer;
    private int at;
    private int end;
    private long base;
    private boolean ended;

    public ByteInput(Supply supply) {
        this(supply, Long.MAX_VALUE);
    }

    /** @param size the most that the supply gives: no more memory than that is taken */
    public ByteInput(Supply supply, long size) {
        this.supply = supply;
        this.buffer = new byte[(int) Math.min(CHUNK, Math.max(1, size))];
    }

    /** Offset of the next byte from where reading began. */
    public long position() {
        return base + at;
    }

    /** The next byte, 0 to 255; -1 at the end. */
    public int read() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xff : -1;
    }

    /** The next byte without taking it; -1 at the end. */
    public int peek() throws IOException {
        return at < end || fill() ? buffer[at] & 0xff : -1;
    }

    /** Up to {@code count} of the next bytes without taking them; shorter at the end. At most 32 KiB. */
    public byte[] peek(int count) throws IOException {
        while (end - at < count && !ended) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            base += at;
            end -= at;
            at = 0;
            int room = buffer.length - end;
            int read = room == 0 ? 0 : supply.read(buffer, end, room);
            end += read;
            ended = read == 0;
        }
        return Arrays.copyOfRange(buffer, at, Math.min(end, at + count));
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        base += end;
        at = 0;
        end = 0;
        int read = supply.read(buffer, 0, buffer.length);
        end = read;
        ended = read == 0;
        return read > 0;
    }

    public int u8() throws IOException {
        if (at < end) {
            return buffer[at++] & 0xff;
        }
        int value = read();
        if (value < 0) {
            throw ends();
        }
        return value;
    }

    public int u16() throws IOException {
        return u8() | u8() << 8;
    }

    public int i32() throws IOException {
        return u16() | u16() << 16;
    }

    public long u32() throws IOException {
        return i32() & 0xffffffffL;
    }

    /** Eight bytes; where they mean an unsigned number, those from 2^63 on come out negative. */
    public long i64() throws IOException {
        return u32() | (long) i32() << 32;
    }

    /**
     * Takes exactly so many bytes.
     *
     * @param count what the content declares; memory grows with the bytes that really come
     * @param limit the most that is allowed, else {@link Broken}, as not scannable
     */
    public byte[] take(long count, int limit) throws IOException {
        if (count < 0 || count > limit) {
            throw Broken.unscannable(
                    position(), "a length of " + Long.toUnsignedString(count) + " is over our limit of " + limit);
        }
        byte[] taken = new byte[(int) Math.min(count, CHUNK)];
        int length = 0;
        while (length < count) {
            if (at >= end && !fill()) {
                throw ends();
            }
            int piece = (int) Math.min(count - length, end - at);
            if (length + piece > taken.length) {
                taken = Arrays.copyOf(taken, (int) Math.min(count, Math.max(length + piece, taken.length * 2L)));
            }
            System.arraycopy(buffer, at, taken, length, piece);
            at += piece;
            length += piece;
        }
        return taken;
    }

    /**
     * Passes over bytes.
     *
     * @return how many there were, fewer than asked only at the end
     */
    public long skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (at < end) {
                long piece = Math.min(left, end - at);
                at += (int) piece;
                left -= piece;
            } else {
                base += end;
                at = 0;
                end = 0;
                long passed = ended ? 0 : supply.skip(left);
                base += passed;
                left -= passed;
                if (left > 0 && !fill()) {
                    break;
                }
            }
        }
        return count - left;
    }

    /**
     * Passes over all that is left.
     *
     * @return how many bytes that were
     */
    public long skipAll() throws IOException {
        return skip(Long.MAX_VALUE);
    }

    public boolean atEnd() throws IOException {
        return peek() < 0;
    }

    /** The fault of an end that comes too early, to be thrown. */
    public Broken ends() {
        return Broken.malformed(position(), "ends in the middle");
    }
}
