package io.ptmtorrent.embedded.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A broker's folder, held before anything in it is opened.
 *
 * <p>Kafka locks its folder too, but only after it has opened, and where it sees fit shortened, the metadata log: two
 * brokers that start on one folder damage it for the one that was there (seen with 4.3.1: its raft thread reads the
 * same place for ever and never stops). The operating system lets go of a lock when its process dies.
 */
final class FolderLock implements AutoCloseable {
    private static final String FILE = ".broker-lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws IOException when another broker has it, in this process or elsewhere
     */
    static FolderLock take(Path dir) throws IOException {
        FileChannel channel = FileChannel.open(dir.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by another part of this process: refused all the same.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("cannot lock " + dir + ": another broker works on it");
    }

    /** Lets go; a second call does nothing. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of a broker's folder", e);
        }
    }
}
