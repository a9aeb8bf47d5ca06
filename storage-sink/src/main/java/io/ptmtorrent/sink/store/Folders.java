package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Folders below a root, made so that they survive a crash: a new name is durable only once the folder that holds it was
 * synced. Thread-safe.
 */
final class Folders {
    /** All of {@code blobs/sha256/ab/cd}, and some more; what is not remembered is synced once too often. */
    private static final int MOST_REMEMBERED = 100_000;

    private final Path root;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    Folders(Path root) {
        this.root = root;
        durable.add(root);
    }

    /** Makes a folder and those above it, unless they are there; what another thread just made is waited for too. */
    void make(Path folder) throws IOException {
        if (durable.contains(folder)) {
            return;
        }
        Path above = folder.getParent();
        if (above != null && folder.startsWith(root)) {
            make(above);
            create(folder);
            sync(above);
            remember(folder);
        }
    }

    /** Makes names durable that were added to a folder or taken from it. */
    void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private void remember(Path folder) {
        if (durable.size() < MOST_REMEMBERED) {
            durable.add(folder);
        }
    }
}
