package io.ptmtorrent.normalizer.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Requests under way: how many of each pool, and which of them wait longer than they should.
 *
 * <pre>
 * o/&lt;request key&gt;   deadline (8)  pool, UTF-8
 * </pre>
 *
 * The store is read once, when the task starts; the credit windows bound it, and the copy in memory. For the task's
 * thread.
 */
final class Outstanding {
    private static final String ASKED = "o/";
    private static final String ASKED_END = "o0";

    private final KeyValueStore<String, byte[]> store;
    private final Map<Pool, Integer> counts = new HashMap<>();
    private final TreeMap<Long, TreeSet<String>> byDeadline = new TreeMap<>();

    Outstanding(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<String, byte[]> all = store.range(ASKED, ASKED_END)) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                long deadline = ByteBuffer.wrap(row.value).getLong();
                String pool = new String(row.value, Long.BYTES, row.value.length - Long.BYTES, StandardCharsets.UTF_8);
                remember(row.key.substring(ASKED.length()), Pool.parse(pool), deadline);
            }
        }
    }

    int count(Pool pool) {
        return counts.getOrDefault(pool, 0);
    }

    void add(String requestKey, Asked asked) {
        byte[] pool = asked.pool().toString().getBytes(StandardCharsets.UTF_8);
        store.put(
                ASKED + requestKey,
                ByteBuffer.allocate(Long.BYTES + pool.length)
                        .putLong(asked.deadline())
                        .put(pool)
                        .array());
        remember(requestKey, asked.pool(), asked.deadline());
    }

    void remove(String requestKey, Asked asked) {
        store.delete(ASKED + requestKey);
        counts.merge(asked.pool(), -1, Integer::sum);
        TreeSet<String> keys = byDeadline.get(asked.deadline());
        if (keys != null) {
            keys.remove(requestKey);
            if (keys.isEmpty()) {
                byDeadline.remove(asked.deadline());
            }
        }
    }

    /** Keys whose deadline is not after {@code now}. */
    List<String> overdue(long now, int most) {
        List<String> keys = new ArrayList<>();
        for (TreeSet<String> sameTime : byDeadline.headMap(now, true).values()) {
            sameTime.stream().limit((long) most - keys.size()).forEach(keys::add);
        }
        return keys;
    }

    private void remember(String requestKey, Pool pool, long deadline) {
        counts.merge(pool, 1, Integer::sum);
        byDeadline.computeIfAbsent(deadline, time -> new TreeSet<>()).add(requestKey);
    }
}
