package io.ptmtorrent.inspection.bytes;

import java.io.IOException;

/**
 * Bytes that can be read at any position, like a stored object; nothing is held of them.
 *
 * <p>Used by one thread at a time. An {@link IOException} that is not {@link Broken} is the store's, and may work later.
 */
public interface Bytes {
    /** How many there are. */
    long size();

    /**
     * Reads some bytes.
     *
     * @param position where from, 0 or more
     * @return how many were read: 0 at or behind the end only, never negative
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /** A forward reader over all of them. */
    default ByteInput input() {
        return new ByteInput(
                new Supply() {
                    private long at;

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        int read = Bytes.this.read(at, into, offset, length);
                        at += read;
                        return read;
                    }

                    @Override
                    public long skip(long count) {
                        long skipped = Math.max(0, Math.min(count, size() - at));
                        at += skipped;
                        return skipped;
                    }
                },
                size());
    }

    /** Up to {@code length} bytes from a position on; shorter at the end, none from before the start. For small pieces. */
    default byte[] copy(long position, int length) throws IOException {
        int there = position < 0 ? 0 : (int) Math.max(0, Math.min(length, size() - position));
        byte[] copy = new byte[there];
        int at = 0;
        while (at < there) {
            int read = read(position + at, copy, at, there - at);
            if (read == 0) {
                throw new IOException("the bytes end at " + (position + at) + ", not at " + size() + " as they said");
            }
            at += read;
        }
        return copy;
    }

    /** A part of them; what reaches beyond the end is cut off. */
    default Bytes slice(long from, long length) {
        long start = Math.min(Math.max(0, from), size());
        long end = Math.min(size(), start + Math.max(0, length));
        Bytes whole = this;
        return new Bytes() {
            @Override
            public long size() {
                return end - start;
            }

            @Override
            public int read(long position, byte[] into, int offset, int length) throws IOException {
                long there = Math.min(length, end - start - position);
                return there <= 0 ? 0 : whole.read(start + position, into, offset, (int) there);
            }
        };
    }

    /** All of an array, which is not copied. */
    static Bytes of(byte[] array) {
        return new Bytes() {
            @Override
            public long size() {
                return array.length;
            }

            @Override
            public int read(long position, byte[] into, int offset, int length) {
                int there = (int) Math.max(0, Math.min(length, array.length - position));
                if (there > 0) {
                    System.arraycopy(array, (int) position, into, offset, there);
                }
                return there;
            }
        };
    }
}
