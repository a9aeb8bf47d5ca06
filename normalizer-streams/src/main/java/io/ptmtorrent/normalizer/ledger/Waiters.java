package io.ptmtorrent.normalizer.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Waiters that do not stand in their row: a row of the store each, under the key of what they wait for; and which rows
 * have some that are still to be answered.
 *
 * <pre>
 * w/&lt;request key&gt; NUL &lt;waiter&gt;   the waiter
 * p/&lt;request key&gt;                nothing; the row is settled, and not all were told
 * </pre>
 *
 * For the task's thread.
 */
final class Waiters {
    private static final String WAITER = "w/";
    private static final String PENDING = "p/";
    private static final String PENDING_END = "p0";
    private static final byte[] NOTHING = {1};

    private final KeyValueStore<String, byte[]> store;

    /** Of rows that are being answered: before this key there are only traces of waiters who were told. */
    private final Map<String, String> fronts = new HashMap<>();

    Waiters(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<String, byte[]> all = store.range(PENDING, PENDING_END)) {
            while (all.hasNext()) {
                String requestKey = all.next().key.substring(PENDING.length());
                fronts.put(requestKey, from(requestKey));
            }
        }
    }

    boolean has(String requestKey, Waiter waiter) {
        return store.get(from(requestKey) + waiter.key()) != null;
    }

    void put(String requestKey, Waiter waiter) {
        store.put(from(requestKey) + waiter.key(), RowCodec.write(waiter));
    }

    void delete(String requestKey, Waiter waiter) {
        store.delete(from(requestKey) + waiter.key());
    }

    /** Removes and returns some of those who wait for a row. */
    List<Waiter> take(String requestKey, int most) {
        List<Waiter> taken = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        String front = fronts.getOrDefault(requestKey, from(requestKey));
        try (KeyValueIterator<String, byte[]> rows = store.range(front, WAITER + requestKey + '\1')) {
            while (taken.size() < most && rows.hasNext()) {
                KeyValue<String, byte[]> row = rows.next();
                keys.add(row.key);
                taken.add(RowCodec.readWaiter(row.value));
            }
        }
        keys.forEach(store::delete);
        if (!keys.isEmpty()) {
            fronts.computeIfPresent(requestKey, (key, held) -> keys.getLast());
        }
        return taken;
    }

    /** Rows whose waiters are still to be answered. */
    List<String> pending() {
        return List.copyOf(fronts.keySet());
    }

    void setPending(String requestKey, boolean pending) {
        if (pending) {
            store.put(PENDING + requestKey, NOTHING);
            fronts.put(requestKey, from(requestKey));
        } else {
            store.delete(PENDING + requestKey);
            fronts.remove(requestKey);
        }
    }

    private static String from(String requestKey) {
        return WAITER + requestKey + '\0';
    }
}
