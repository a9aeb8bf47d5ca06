package io.ptmtorrent.inspection.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file, opened to be read. */
public final class FileBytes implements Bytes, Closeable {
    private final FileChannel channel;
    private final long size;

    private FileBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    public static FileBytes open(Path file) throws IOException {
        return new FileBytes(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        return position >= size ? 0 : Math.max(0, channel.read(ByteBuffer.wrap(into, offset, length), position));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
