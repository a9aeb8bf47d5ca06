package io.ptmtorrent.sink.store;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Stores whose limits are small, for tests of other packages. */
public final class SmallStores {
    private SmallStores() {}

    /**
     * A folder without a reserve.
     *
     * @param resumable bytes from which on an upload can be continued
     */
    public static ObjectStore directory(Path folder, long resumable) throws StoreException {
        return DirectoryStore.open(folder, new DiskReserve(() -> Long.MAX_VALUE, 0), resumable);
    }

    /**
     * A folder on a disk with so many bytes free, asked whenever something is to be written.
     *
     * @param free bytes
     */
    public static ObjectStore directory(Path folder, LongSupplier free) throws StoreException {
        return DirectoryStore.open(folder, new DiskReserve(free::getAsLong, 0), Long.MAX_VALUE);
    }
}
