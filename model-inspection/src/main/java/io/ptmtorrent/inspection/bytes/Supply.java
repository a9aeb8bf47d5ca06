package io.ptmtorrent.inspection.bytes;

import java.io.IOException;

/** Where a {@link ByteInput} gets its bytes from, in order. */
public interface Supply {
    /**
     * Gives the next bytes, blocking where they are still to come.
     *
     * @return how many, 0 at the end only; never negative
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * Passes over bytes that nobody wants to see.
     *
     * @return how many were passed over; fewer than asked at the end, or where passing over costs as much as reading
     */
    default long skip(long count) throws IOException {
        return 0;
    }
}
