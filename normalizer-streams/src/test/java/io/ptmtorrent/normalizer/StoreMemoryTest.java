package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

final class StoreMemoryTest {
    /** Both stores together have five times the memory. */
    private static final int ROWS = 20_000;

    private static final int ROW_BYTES = 2_000;
    private static final int MEMORY_MIB = 16;
    private static final long MEMORY_BYTES = MEMORY_MIB * 1024L * 1024L;

    /** What a store needs to go on writing is never refused. */
    private static final long A_WRITE_MORE = 2 * 1024L * 1024L;

    @TempDir
    Path dir;

    @Test
    void allStoresTogetherStayWithinIt() throws Exception {
        // given
        try (StoreMemory memory = new StoreMemory(new StoreConfig(MEMORY_MIB, 8))) {
            Properties settings = new Properties();
            memory.addTo(settings);

            try (Options options = options("rows", settings);
                    RocksDB one = RocksDB.open(options, dir.resolve("one").toString());
                    RocksDB other = RocksDB.open(options, dir.resolve("other").toString())) {
                // when
                fillAndReadBack(one);
                fillAndReadBack(other);

                // then
                assertThat(memory.used()).isBetween(MEMORY_BYTES / 4, MEMORY_BYTES + A_WRITE_MORE);
            }
        }
    }

    private static void fillAndReadBack(RocksDB rows) throws RocksDBException {
        Random random = new Random(7);
        byte[] row = new byte[ROW_BYTES];
        for (int i = 0; i < ROWS; i++) {
            random.nextBytes(row);
            rows.put(key(i), row);
        }
        for (int i = 0; i < ROWS; i++) {
            assertThat(rows.get(key(i))).hasSize(ROW_BYTES);
        }
    }

    /** As Streams makes them: the setter by its class, the settings in a map. */
    private static Options options(String store, Properties settings) throws ReflectiveOperationException {
        Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig());
        Map<String, Object> map = new HashMap<>();
        settings.forEach((key, value) -> map.put(key.toString(), value));
        Object setter = Objects.requireNonNull(map.get(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG));
        ((RocksDBConfigSetter) ((Class<?>) setter).getConstructor().newInstance()).setConfig(store, options, map);
        return options;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
