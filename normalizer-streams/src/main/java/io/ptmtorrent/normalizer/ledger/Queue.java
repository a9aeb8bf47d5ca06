package io.ptmtorrent.normalizer.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are to be asked for, each host's lane by itself, sorted by the time at which they are due.
 *
 * <pre>
 * d/&lt;pool&gt;/&lt;due, 16 hex&gt;/&lt;request key&gt;   nothing
 * </pre>
 *
 * What was taken from the front leaves its marks in RocksDB until a compaction, so the place of the first one is kept
 * in memory. For the task's thread.
 */
final class Queue {
    private static final String DUE = "d/";
    private static final String DUE_END = "d0";
    private static final int HEX = 16;
    private static final byte[] NOTHING = {1};

    private final KeyValueStore<String, byte[]> store;

    /** Pools that have rows, each with a key before which it has none. */
    private final Map<Pool, String> fronts = new HashMap<>();

    Queue(KeyValueStore<String, byte[]> store) {
        this.store = store;
        for (String key = firstFrom(DUE); key != null; key = firstFrom(DUE + pool(key) + "0")) {
            fronts.put(pool(key), key);
        }
    }

    List<Pool> pools() {
        return List.copyOf(fronts.keySet());
    }

    boolean isEmpty(Pool pool) {
        return !fronts.containsKey(pool);
    }

    void put(Pool pool, long due, String requestKey) {
        String key = key(pool, due, requestKey);
        store.put(key, NOTHING);
        fronts.merge(pool, key, (held, added) -> held.compareTo(added) <= 0 ? held : added);
    }

    void remove(Pool pool, long due, String requestKey) {
        store.delete(key(pool, due, requestKey));
    }

    /** Keys of rows of a pool that are due, the longest due first. */
    List<String> due(Pool pool, long now, int most) {
        List<String> keys = new ArrayList<>();
        String prefix = DUE + pool + "/";
        String front = fronts.get(pool);
        if (front == null) {
            return keys;
        }
        String none = key(pool, now + 1, "");
        try (KeyValueIterator<String, byte[]> rows = store.range(front, DUE + pool + "0")) {
            if (!rows.hasNext()) {
                fronts.remove(pool);
                return keys;
            }
            fronts.put(pool, rows.peekNextKey());
            while (keys.size() < most && rows.hasNext() && rows.peekNextKey().compareTo(none) < 0) {
                keys.add(rows.next().key.substring(prefix.length() + HEX + 1));
            }
        }
        return keys;
    }

    private @Nullable String firstFrom(String from) {
        try (KeyValueIterator<String, byte[]> rows = store.range(from, DUE_END)) {
            return rows.hasNext() ? rows.next().key : null;
        }
    }

    /** A pool has one slash, behind its host. */
    private static Pool pool(String key) {
        int lane = key.indexOf('/', DUE.length());
        return Pool.parse(key.substring(DUE.length(), key.indexOf('/', lane + 1)));
    }

    private static String key(Pool pool, long due, String requestKey) {
        return DUE + pool + "/" + HexFormat.of().toHexDigits(due) + "/" + requestKey;
    }
}
