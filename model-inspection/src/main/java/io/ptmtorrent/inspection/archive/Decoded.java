package io.ptmtorrent.inspection.archive;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Budget;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What a library's decoder makes of packed bytes: forward at once, backward by beginning anew. */
final class Decoded implements Bytes {
    private final Bytes packed;
    private final long size;
    private final Budget budget;
    private final int weight;
    private final Compressed.Decoder decoder;
    private final byte[] skipped = new byte[8192];
    private @Nullable InputStream stream;
    private @Nullable IOException fault;
    private long position;

    /**
     * Unpacks nothing yet.
     *
     * @param weight what a byte costs of the budget: slow decoders more
     */
    Decoded(Bytes packed, long size, Budget budget, int weight, Compressed.Decoder decoder) {
        this.packed = packed;
        this.size = size;
        this.budget = budget;
        this.weight = weight;
        this.decoder = decoder;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
        if (from >= size) {
            return 0;
        }
        if (from < position) {
            stream = null;
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
        int read;
        try {
            if (stream == null) {
                stream = decoder.over(new Packed());
            }
            read = Math.max(0, stream.read(into, offset, length));
        } catch (IOException | RuntimeException e) {
            if (fault != null) {
                throw fault;
            }
            throw e instanceof org.tukaani.xz.MemoryLimitException
                    ? Broken.unscannable(position, "needs more memory to unpack than we give: " + e.getMessage())
                    : Broken.malformed(position, "cannot be unpacked: " + e);
        }
        position += read;
        budget.take((long) read * weight, position);
        return read;
    }

    private final class Packed extends InputStream {
        private final byte[] one = new byte[1];
        private long at;

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = packed.read(at, into, offset, length);
                at += read;
                return read == 0 && length > 0 ? -1 : read;
            } catch (IOException e) {
                fault = e;
                throw e;
            }
        }
    }
}
