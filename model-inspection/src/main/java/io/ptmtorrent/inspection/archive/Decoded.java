package io.ptmtorrent.inspection.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Budget;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What a library's decoder makes of packed bytes: forward at once, backward by beginning anew. Some decoders hold memory outside the heap: to be closed. */
final class Decoded implements Bytes, Closeable {
    private final Bytes packed;
    private final long size;
    private final Budget budget;
    private final int weight;
    private final Compressed.Decoder decoder;
    private final byte[] skipped = new byte[8192];
    private @Nullable InputStream stream;
    private @Nullable Packed source;
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
            close();
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
                source = new Packed();
                stream = decoder.over(source);
            }
            read = Math.max(0, stream.read(into, offset, length));
        } catch (IOException | RuntimeException e) {
            if (fault != null) {
                throw fault;
            }
            throw isOverMemory(e)
                    ? Broken.unscannable(position, "needs more memory to unpack than we give: " + e.getMessage())
                    : Broken.malformed(position, "cannot be unpacked: " + e);
        }
        position += read;
        budget.take((long) read * weight, position);
        return read;
    }

    private static boolean isOverMemory(Exception e) {
        return e instanceof org.tukaani.xz.MemoryLimitException
                || (e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge());
    }

    /**
     * Says that all was unpacked.
     *
     * @throws Broken where packed bytes are left that the decoder did not look at
     */
    void ended() throws Broken {
        if (source != null && source.at < packed.size()) {
            throw Broken.unscannable(source.at, packed.size() - source.at + " bytes after the packed data");
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
            stream = null;
        }
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
