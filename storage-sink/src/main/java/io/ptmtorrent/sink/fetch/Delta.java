package io.ptmtorrent.sink.fetch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A difference between two objects as packs have it: copies from the base, and insertions (gitformat-pack, "Deltified representation"). Pure. */
final class Delta {
    private static final int MORE = 0x80;
    private static final int COPY = 0x80;
    private static final int OFFSET_BYTES = 4;
    private static final int SIZE_BYTES = 3;
    private static final int WHOLE_COPY = 0x10000;

    private Delta() {}

    /**
     * Makes the object; null where it is longer than {@code longest} bytes.
     *
     * @throws WrongFormException for a delta of another base, or none at all
     */
    static byte @Nullable [] apply(byte[] base, byte[] delta, int longest) throws WrongFormException {
        ByteBuffer in = ByteBuffer.wrap(delta);
        try {
            long of = size(in);
            long gives = size(in);
            if (of != base.length) {
                throw new WrongFormException("a pack with a delta of another base");
            }
            if (gives < 0 || gives > longest) {
                return null;
            }
            ByteBuffer out = ByteBuffer.allocate((int) gives);
            while (in.hasRemaining()) {
                step(base, in, out);
            }
            if (out.hasRemaining()) {
                throw new WrongFormException("a pack with a delta that ends early");
            }
            return out.array();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new WrongFormException("a pack with a delta that copies from beyond its base");
        }
    }

    private static void step(byte[] base, ByteBuffer in, ByteBuffer out) throws WrongFormException {
        int code = in.get() & 0xff;
        int from = 0;
        int count = code;
        if ((code & COPY) != 0) {
            from = number(in, code, 0, OFFSET_BYTES);
            int size = number(in, code, OFFSET_BYTES, SIZE_BYTES);
            count = size == 0 ? WHOLE_COPY : size;
        }
        if (count == 0 || count > out.remaining()) {
            throw new WrongFormException("a pack with a delta that is none");
        }
        if ((code & COPY) == 0) {
            out.put(in.slice(in.position(), count));
            in.position(in.position() + count);
        } else {
            out.put(ByteBuffer.wrap(base).slice(from, count));
        }
    }

    /** A number of which the bytes that are not 0 are there, as the code's bits say. */
    private static int number(ByteBuffer in, int code, int firstBit, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            if ((code & 1 << (firstBit + i)) != 0) {
                number |= (in.get() & 0xff) << (8 * i);
            }
        }
        return number;
    }

    private static long size(ByteBuffer in) {
        long size = 0;
        int next = MORE;
        for (int shift = 0; (next & MORE) != 0 && shift < 63; shift += 7) {
            next = in.get();
            size |= (long) (next & 0x7f) << shift;
        }
        return size;
    }
}
