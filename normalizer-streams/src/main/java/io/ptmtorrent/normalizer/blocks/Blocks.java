package io.ptmtorrent.normalizer.blocks;

import io.ptmtorrent.avro.Block;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that a task goes by: a copy of all of them, which changes with a tick of the clock.
 *
 * <p>The store is global and read before any task starts, so a replay from nothing knows them before its first record. A
 * block that cannot be read blocks all the same. For the task's thread.
 */
public final class Blocks {
    /** Key of a row that says how often the others changed; no block has an empty key. */
    public static final String CHANGES = "";

    private static final String DIGEST = "sha256:";

    private final ReadOnlyKeyValueStore<String, byte[]> store;
    private final RecordReader<Block> reader;
    private Map<String, Long> times = Map.of();
    private byte @Nullable [] seen = {};

    public Blocks(ReadOnlyKeyValueStore<String, byte[]> store, RecordReader<Block> reader) {
        this.store = store;
        this.reader = reader;
        copy();
    }

    /** Looks whether there are others now; true where there are, and the first time. */
    public boolean refresh() {
        byte[] changes = store.get(CHANGES);
        if (Arrays.equals(changes, seen)) {
            return false;
        }
        seen = changes;
        copy();
        return true;
    }

    public boolean isModel(String key) {
        return times.containsKey(key);
    }

    public boolean isDigest(String sha256) {
        return !times.isEmpty() && times.containsKey(DIGEST + sha256);
    }

    /** The digests that are blocked, as keys: {@code sha256:<hex>}. */
    public List<String> digestKeys() {
        return times.keySet().stream().filter(Blocks::isOfDigest).toList();
    }

    /** When each was set, milliseconds since the epoch, by its key. */
    Map<String, Long> times() {
        return times;
    }

    static boolean isOfDigest(String key) {
        return key.startsWith(DIGEST);
    }

    private void copy() {
        Map<String, Long> copied = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                if (!row.key.equals(CHANGES)) {
                    copied.put(row.key, time(row.value));
                }
            }
        }
        times = Map.copyOf(copied);
    }

    private long time(byte[] value) {
        return reader.read(value) instanceof Decoded<Block> read
                ? read.value().getAt().toEpochMilli()
                : 0;
    }
}
