package io.ptmtorrent.normalizer;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory outside the heap that all stores of a process share: blocks that were read, indexes, filters, and what is
 * not written to disk yet.
 *
 * <p>By default each store has 50 MiB of blocks and 48 MiB of writes to itself, indexes and filters not counted: with the
 * number of partitions and of models that has no end. Closed after the stores are. For any thread.
 */
final class StoreMemory implements AutoCloseable {
    /** The setting under which the stores find it. */
    private static final String SETTING = "ptm.store.memory";

    /** A row is some 3 KiB: four times the default, for a quarter of the index. */
    private static final int BLOCK_BYTES = 16 * 1024;

    /** Writes take memory in steps of so much. By default a step is 1 MiB: a store with ten rows counts as one that has 1 MiB to write. */
    private static final long ARENA_BYTES = 64 * 1024;

    private static final int ANY_NUMBER_OF_SHARDS = -1;

    /** Share of the blocks that indexes and filters keep when rows are read once and never again. */
    private static final double KEPT_FOR_INDEXES = 0.3;

    private final Cache blocks;
    private final WriteBufferManager writes;

    StoreMemory(StoreConfig config) {
        RocksDB.loadLibrary();
        blocks = new LRUCache(config.memoryBytes(), ANY_NUMBER_OF_SHARDS, false, KEPT_FOR_INDEXES);
        writes = new WriteBufferManager(config.writeBytes(), blocks);
    }

    /** Has Streams open every store with it. */
    void addTo(Properties settings) {
        settings.put(SETTING, this);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Setter.class);
    }

    /** Bytes that blocks, indexes, filters and writes take now. */
    long used() {
        return blocks.getUsage();
    }

    @Override
    public void close() {
        writes.close();
        blocks.close();
    }

    private void applyTo(Options options) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(blocks);
        table.setBlockSize(BLOCK_BYTES);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writes);
        options.setArenaBlockSize(ARENA_BYTES);
    }

    /** What Streams makes for each store, by its class: the memory comes to it among the settings. */
    public static final class Setter implements RocksDBConfigSetter {
        @Override
        public void setConfig(String store, Options options, Map<String, Object> settings) {
            if (settings.get(SETTING) instanceof StoreMemory memory) {
                memory.applyTo(options);
            }
        }

        /** The memory outlives the store. */
        @Override
        public void close(String store, Options options) {}
    }
}
