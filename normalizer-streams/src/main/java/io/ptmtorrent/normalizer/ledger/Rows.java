package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows by request key, and all that follows from them: queue, credit, who is still to be told, counters. Each of
 * those is a function of the row, so that it changes with the row and never by itself.
 *
 * <pre>
 * r/&lt;request key&gt;   the row
 * </pre>
 *
 * For the task's thread.
 */
final class Rows {
    private static final String ROW = "r/";

    private final KeyValueStore<String, byte[]> store;
    private final Counters counters;
    private final Queue queue;
    private final Outstanding outstanding;
    private final Waiters waiters;

    Rows(KeyValueStore<String, byte[]> store, Counters counters) {
        this.store = store;
        this.counters = counters;
        queue = new Queue(store);
        outstanding = new Outstanding(store);
        waiters = new Waiters(store);
    }

    Queue queue() {
        return queue;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    Waiters waiters() {
        return waiters;
    }

    @Nullable
    LedgerRow get(String key) {
        byte[] row = store.get(ROW + key);
        return row == null ? null : RowCodec.read(row);
    }

    /** Puts {@code row} in the place of {@code held}; null stands for none, and a row that is spent for none as well. */
    void replace(String key, @Nullable LedgerRow held, LedgerRow row) {
        if (row.equals(held)) {
            return;
        }
        boolean gone = row.state() == LedgerRow.State.GONE && !RequestKey.isDigest(key);
        LedgerRow next = gone || row.isSpent() ? null : row;
        if (next != null) {
            store.put(ROW + key, RowCodec.write(next));
        } else if (held != null) {
            store.delete(ROW + key);
        }
        queue(key, held, next);
        asked(key, held, next);
        boolean pending = isPending(next);
        if (pending != isPending(held)) {
            waiters.setPending(key, pending);
        }
        count(Statistics.BYTES_WANTED, wanted(held), wanted(next));
        count(Statistics.BYTES_STORED, stored(key, held), stored(key, next));
        count(Statistics.INSPECTIONS, inspected(key, held), inspected(key, next));
        count(Statistics.REFETCHED, refetched(held), refetched(next));
        count(Statistics.DROPPING, dropping(held), dropping(next));
    }

    /** Where a row stands in the queue. */
    private record Place(Pool pool, long due) {}

    private void queue(String key, @Nullable LedgerRow held, @Nullable LedgerRow row) {
        Place was = place(held);
        Place is = place(row);
        if (was != null && !was.equals(is)) {
            queue.remove(was.pool(), was.due(), key);
        }
        if (is != null && !is.equals(was)) {
            queue.put(is.pool(), is.due(), key);
        }
    }

    private static @Nullable Place place(@Nullable LedgerRow row) {
        return row == null || !row.isQueued()
                ? null
                : new Place(row.pool(), row.turn().due());
    }

    private void asked(String key, @Nullable LedgerRow held, @Nullable LedgerRow row) {
        Asked was = held == null ? null : held.turn().asked();
        Asked is = row == null ? null : row.turn().asked();
        if (was != null && !was.equals(is)) {
            outstanding.remove(key, was);
        }
        if (is != null && !is.equals(was)) {
            outstanding.add(key, is);
        }
    }

    private static boolean isPending(@Nullable LedgerRow row) {
        return row != null && row.isSettled() && row.waiting().any();
    }

    /** What a row adds to a counter of a group: bytes, or one. */
    private record Share(String group, long amount) {}

    private void count(String statistic, @Nullable Share was, @Nullable Share is) {
        if (Objects.equals(was, is)) {
            return;
        }
        if (was != null) {
            counters.add(statistic, was.group(), -was.amount());
        }
        if (is != null) {
            counters.add(statistic, is.group(), is.amount());
        }
    }

    /** As stored where the bytes are there, else as the first source says. */
    private static @Nullable Share wanted(@Nullable LedgerRow row) {
        if (row == null || row.hub() == null || row.isManifest()) {
            return null;
        }
        Stored stored = row.stored();
        return new Share(
                row.hub(), stored != null ? stored.size() : row.sources().announcedSize());
    }

    private static @Nullable Share stored(String key, @Nullable LedgerRow row) {
        if (row == null || !row.isThere() || !RequestKey.isDigest(key)) {
            return null;
        }
        Stored stored = row.stored();
        return stored == null ? null : new Share(stored.hub(), stored.size());
    }

    private static @Nullable Share dropping(@Nullable LedgerRow row) {
        return row == null || !row.isDropped() ? null : new Share(Statistics.BLOCKS, 1);
    }

    private static @Nullable Share refetched(@Nullable LedgerRow row) {
        Stored stored = row == null || !row.lost() || !row.isNeeded() ? null : row.stored();
        return stored == null ? null : new Share(stored.hub(), 1);
    }

    private static @Nullable Share inspected(String key, @Nullable LedgerRow row) {
        Stored stored = row == null || !row.isThere() ? null : row.stored();
        return stored == null || stored.verdict() == null || !RequestKey.isDigest(key)
                ? null
                : new Share(Statistics.verdict(stored.verdict()), 1);
    }
}
