package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's own folder of unfinished files, {@code uploads/<id>}, held by a lock on {@code uploads/<id>.lock}.
 *
 * <p>A folder whose lock can be had belongs to nobody any more: whoever starts next sweeps it up. The lock falls with its
 * process, however that ends. Thread-safe.
 */
final class UploadFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
    private static final String LOCK = ".lock";
    private static final String THIS_PROCESS = thisProcess();

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;
    private final AtomicLong names = new AtomicLong();

    private UploadFolder(Path folder, Path lockFile, FileChannel lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Sweeps up what dead processes left, and makes a folder of our own. */
    static UploadFolder open(Path uploads) throws IOException {
        Files.createDirectories(uploads);
        sweep(uploads);
        while (true) {
            String id = THIS_PROCESS + UUID.randomUUID();
            Path lockFile = uploads.resolve(id + LOCK);
            FileChannel lock = lock(lockFile);
            // A sweeper may have taken the file away between its making and its locking.
            if (lock != null && Files.exists(lockFile)) {
                return new UploadFolder(Files.createDirectory(uploads.resolve(id)), lockFile, lock);
            }
            if (lock != null) {
                lock.close();
            }
        }
    }

    /** A name that was not used before. */
    Path next() {
        return folder.resolve(Long.toString(names.incrementAndGet()));
    }

    private static void sweep(Path uploads) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(uploads, "*" + LOCK)) {
            for (Path lockFile : locks) {
                // Closing a second channel of a file drops the lock that the first one holds (POSIX): ours stay
                // untouched.
                if (!String.valueOf(lockFile.getFileName()).startsWith(THIS_PROCESS)) {
                    sweepOne(lockFile);
                }
            }
        }
    }

    private static void sweepOne(Path lockFile) throws IOException {
        try (FileChannel lock = lock(lockFile)) {
            if (lock == null) {
                return;
            }
            String name = String.valueOf(lockFile.getFileName());
            Path left = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
            int files = remove(left);
            Files.deleteIfExists(lockFile);
            LOG.atInfo().addKeyValue("files", files).log("removed what an earlier process left in uploads");
        }
    }

    private static int remove(Path folder) throws IOException {
        int files = 0;
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Files.deleteIfExists(file);
                files++;
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        Files.deleteIfExists(folder);
        return files;
    }

    /** The channel whose lock we hold, or null if another process holds it. */
    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
            return channel;
        }
        channel.close();
        return null;
    }

    /** A number alone comes again: in a container every process is the first one. */
    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + started + "-";
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(folder);
            Files.deleteIfExists(lockFile);
        }
    }
}
