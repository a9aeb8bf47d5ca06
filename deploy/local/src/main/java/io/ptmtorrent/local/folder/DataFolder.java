package io.ptmtorrent.local.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A data folder held by this process, alone.
 *
 * <pre>
 * lock           held (an operating system lock) while a process works here; names its pid
 * running.json   where that process can be reached: {@link Addresses}
 * contents.json  what the folder holds: {@link Contents}
 * kafka/  registry/  state/  objects/  logs/
 * </pre>
 *
 * The operating system lets go of a lock when its process dies in whatever way: a stale file blocks nobody. For one
 * thread.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String RUNNING = "running.json";
    private static final String CONTENTS = "contents.json";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it where there is none.
     *
     * @throws FolderBusyException when another process, or another part of this one, holds it
     */
    public static DataFolder take(Path path) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            DataFolder taken = new DataFolder(folder, channel, lock(folder, channel));
            taken.begin();
            return taken;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Where the process that holds {@code folder} can be reached; empty while it has not said so. */
    public static Optional<Addresses> addresses(Path folder) throws IOException {
        return JsonFiles.read(folder.resolve(RUNNING), Addresses.class);
    }

    /** What {@code folder} holds, whoever holds it; empty where nothing yet. */
    public static Optional<Contents> contentsOf(Path folder) throws IOException {
        return JsonFiles.read(folder.resolve(CONTENTS), Contents.class);
    }

    /** True where a crawl has written something. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(CONTENTS));
    }

    /** Tells others where this process can be reached. */
    public void publish(Addresses addresses) throws IOException {
        JsonFiles.write(folder.resolve(RUNNING), addresses);
    }

    /** What the folder holds; empty where nothing yet. */
    public Optional<Contents> contents() throws IOException {
        return contentsOf(folder);
    }

    /** Remembers what the folder holds. */
    public void remember(Contents contents) throws IOException {
        JsonFiles.write(folder.resolve(CONTENTS), contents);
    }

    public Path path() {
        return folder;
    }

    /** The broker's part. */
    public Path kafka() {
        return folder.resolve("kafka");
    }

    /** The registry's part. */
    public Path registry() {
        return folder.resolve("registry");
    }

    /** The normalizer's part. */
    public Path state() {
        return folder.resolve("state");
    }

    /** The sink's part: objects by their keys. */
    public Path objects() {
        return folder.resolve("objects");
    }

    /** Where log files go. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Lets go of the folder; its addresses are no longer told. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(RUNNING));
        lock.release();
        channel.close();
    }

    private void begin() throws IOException {
        Files.deleteIfExists(folder.resolve(RUNNING));
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private static FileLock lock(Path folder, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // Held by another part of this process: busy all the same.
        }
        throw new FolderBusyException(folder, pid(folder));
    }

    private static String pid(Path folder) throws IOException {
        try {
            String pid = Files.readString(folder.resolve(LOCK)).strip();
            return pid.isEmpty() ? "unknown" : pid;
        } catch (NoSuchFileException e) {
            return "unknown";
        }
    }
}
