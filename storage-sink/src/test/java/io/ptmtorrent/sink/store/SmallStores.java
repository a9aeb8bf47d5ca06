package io.ptmtorrent.sink.store;

import java.nio.file.Path;

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
}
