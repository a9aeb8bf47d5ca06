package io.ptmtorrent.normalizer;

/**
 * Memory outside the heap for the stores of a process, however many partitions and models it has.
 *
 * @param memoryMib all of it: blocks read, indexes, filters, and writes
 * @param writesMib of that, what may wait to be written to disk
 */
public record StoreConfig(int memoryMib, int writesMib) {
    private static final int MOST = 64 * 1024;
    private static final long MIB = 1024 * 1024;

    public StoreConfig {
        NormalizerConfig.within("normalizer.stores.memory.mib", memoryMib, 16, MOST);
        NormalizerConfig.within("normalizer.stores.writes.mib", writesMib, 8, memoryMib);
    }

    long memoryBytes() {
        return memoryMib * MIB;
    }

    long writeBytes() {
        return writesMib * MIB;
    }
}
