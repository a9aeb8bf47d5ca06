package io.ptmtorrent.sink.inspect;

import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object, read at any position: in blocks of 64 KiB, the last 64 of which are held (4 MiB), so that going back and forth
 * between a directory and its entries costs few reads. What is read in order comes from one stream. For one thread.
 */
final class StoredBytes implements Bytes, Closeable {
    static final int BLOCK = 1 << 16;
    private static final int HELD = 64;

    private final ObjectStore store;
    private final ObjectKey key;
    private final long size;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(HELD, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > HELD;
        }
    };
    private @Nullable InputStream stream;
    private long next;

    StoredBytes(ObjectStore store, ObjectKey key, long size) {
        this.store = store;
        this.key = key;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        if (position >= size || length == 0) {
            return 0;
        }
        byte[] block = block(position / BLOCK);
        int from = (int) (position % BLOCK);
        int count = Math.min(length, block.length - from);
        System.arraycopy(block, from, into, offset, count);
        return count;
    }

    private byte[] block(long number) throws IOException {
        byte[] held = blocks.get(number);
        if (held == null) {
            held = fetch(number * BLOCK);
            blocks.put(number, held);
        }
        return held;
    }

    private byte[] fetch(long from) throws IOException {
        if (stream == null || from != next) {
            close();
            stream = store.read(key, from);
        }
        byte[] block = new byte[(int) Math.min(BLOCK, size - from)];
        int length = stream.readNBytes(block, 0, block.length);
        if (length < block.length) {
            throw new IOException(key + " ends at " + (from + length) + ", not at " + size);
        }
        next = from + length;
        return block;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}
