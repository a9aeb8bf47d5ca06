package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's own folder of unfinished files, {@code uploads/<id>}, held by a lock on {@code uploads/<id>.lock}.
 *
 * <p>A folder whose lock can be had belongs to nobody any more: whoever starts next sweeps it up. The lock falls with its
 * process, however that ends. Files whose names say what their bytes are to be go to {@code uploads/kept/<sha256>}, for a
 * day, for who can continue them. Thread-safe.
 */
final class UploadFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
    private static final String LOCK = ".lock";
    private static final String KEPT = "kept";
    private static final Pattern RESUMABLE = Pattern.compile("[0-9a-f]{64}-\\d+");
    private static final Duration ABANDONED = Duration.ofDays(1);
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
        forget(uploads);
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

    /** The same, for a file that another process could continue: its name says what its bytes are to be. */
    Path next(String sha256) {
        return folder.resolve(sha256 + "-" + names.incrementAndGet());
    }

    /** Puts a file of ours where others look for it; false where its name does not say what it is. */
    boolean keep(Path file) throws IOException {
        return keep(file, uploads());
    }

    /** Makes ours what was left of some bytes, by whomever; empty where nothing was. */
    Optional<Path> take(String sha256) throws IOException {
        sweep(uploads());
        Path ours = next(sha256);
        try {
            return Optional.of(
                    Files.move(uploads().resolve(KEPT).resolve(sha256), ours, StandardCopyOption.ATOMIC_MOVE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path uploads() {
        return folder.resolveSibling(".").normalize();
    }

    private static boolean keep(Path file, Path uploads) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!RESUMABLE.matcher(name).matches() || Files.size(file) == 0) {
            return false;
        }
        Path kept = Files.createDirectories(uploads.resolve(KEPT)).resolve(name.substring(0, name.indexOf('-')));
        Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Removes what nobody continued for long. */
    private static void forget(Path uploads) throws IOException {
        Path kept = uploads.resolve(KEPT);
        if (!Files.isDirectory(kept)) {
            return;
        }
        FileTime oldest = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(kept)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** One at a time: in one process a lock that another thread tries is an error and no answer. */
    private static synchronized void sweep(Path uploads) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(uploads, "*" + LOCK)) {
            for (Path lockFile : locks) {
                // Closing a second channel of a file drops the lock that the first one holds (POSIX): ours stay
                // untouched.
                if (!String.valueOf(lockFile.getFileName()).startsWith(THIS_PROCESS)) {
                    sweepOne(lockFile, uploads);
                }
            }
        }
    }

    private static void sweepOne(Path lockFile, Path uploads) throws IOException {
        try (FileChannel lock = lock(lockFile)) {
            if (lock == null) {
                return;
            }
            String name = String.valueOf(lockFile.getFileName());
            Path left = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
            int files = remove(left, uploads);
            Files.deleteIfExists(lockFile);
            LOG.atInfo().addKeyValue("files", files).log("removed what an earlier process left in uploads");
        }
    }

    /** @param uploads where what can be continued goes; null where nothing is kept */
    private static int remove(Path folder, @Nullable Path uploads) throws IOException {
        int files = 0;
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                if (uploads == null || !keep(file, uploads)) {
                    Files.deleteIfExists(file);
                }
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
            remove(folder, null);
            Files.deleteIfExists(lockFile);
        }
    }
}
