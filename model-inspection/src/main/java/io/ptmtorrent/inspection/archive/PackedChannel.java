package io.ptmtorrent.inspection.archive;

import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** Bytes as the channel that a library wants; remembers what was the store's own failure. */
final class PackedChannel implements SeekableByteChannel {
    private final Bytes bytes;
    private long position;
    private boolean open = true;
    private @Nullable IOException fault;

    PackedChannel(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Throws what the bytes themselves threw, if they did. */
    void rethrow() throws IOException {
        if (fault != null) {
            throw fault;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        byte[] chunk = new byte[Math.min(into.remaining(), 1 << 16)];
        try {
            int read = bytes.read(position, chunk, 0, chunk.length);
            into.put(chunk, 0, read);
            position += read;
            return read == 0 && chunk.length > 0 ? -1 : read;
        } catch (IOException e) {
            fault = e;
            throw e;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
        position = Math.max(0, to);
        return this;
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
