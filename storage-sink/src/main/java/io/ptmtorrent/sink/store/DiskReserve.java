package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on a disk that stays free: a twentieth of it or 5 GiB, whichever is less. Thread-safe. */
final class DiskReserve {
    private static final long MOST = 5L << 30;
    private static final int PART = 20;

    private final Space space;
    private final long reserve;

    /** Asks a disk how many bytes we may still write. */
    @FunctionalInterface
    interface Space {
        long usable() throws IOException;
    }

    DiskReserve(Space space, long reserve) {
        this.space = space;
        this.reserve = reserve;
    }

    static DiskReserve of(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return new DiskReserve(disk::getUsableSpace, Math.min(MOST, disk.getTotalSpace() / PART));
    }

    /** Refuses bytes that would eat into the reserve. */
    void check(long more) throws StoreException {
        long usable;
        try {
            usable = space.usable();
        } catch (IOException e) {
            throw StoreException.about("ask the disk for its free space", e);
        }
        if (usable - reserve < more) {
            throw new NoSpaceException(
                    more + " bytes do not fit: " + usable + " are free, of which " + reserve + " stay free", null);
        }
    }
}
