package io.ptmtorrent.normalizer.waits;

import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The task's waiting models, by key and by the time at which they are due; how many of a hub are asked for now.
 *
 * <pre>
 * w/&lt;model key&gt;                      the wait
 * d/&lt;hub&gt;/&lt;due, 16 hex&gt;/&lt;model key&gt;   nothing; sorted, so that what is due comes first
 * q/&lt;hub&gt;/&lt;due, 16 hex&gt;/&lt;model key&gt;   the same of those that wait for credit alone
 * </pre>
 *
 * A model waits once: {@code open} counts the models. For the task's thread.
 */
final class Waits {
    private static final String WAIT = "w/";
    private static final String WAIT_END = "w0";
    private static final String DUE = "d/";
    private static final String QUEUE = "q/";
    private static final int HEX = 16;
    private static final byte[] NOTHING = {1};

    private final KeyValueStore<String, byte[]> store;
    private final Counters counters;
    private final Map<String, Integer> asked = new HashMap<>();
    private int open;

    Waits(KeyValueStore<String, byte[]> store, Counters counters) {
        this.store = store;
        this.counters = counters;
        try (KeyValueIterator<String, byte[]> all = store.range(WAIT, WAIT_END)) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                open++;
                countAsked(hubOf(row.key.substring(WAIT.length())), Wait.read(row.value), 1);
            }
        }
    }

    /** The wait of a model; null where none waits. Costs nothing while no model of the task waits. */
    @Nullable
    Wait get(String key) {
        byte[] row = open == 0 ? null : store.get(WAIT + key);
        return row == null ? null : Wait.read(row);
    }

    /** Requests of a hub that are under way. */
    int asked(String hub) {
        return asked.getOrDefault(hub, 0);
    }

    /** Puts {@code wait} in the place of {@code held}; null stands for none. */
    void replace(String key, @Nullable Wait held, @Nullable Wait wait) {
        String hub = hubOf(key);
        if (held != null) {
            store.delete(timeKey(hub, held, key));
            countAsked(hub, held, -1);
        }
        if (wait == null) {
            store.delete(WAIT + key);
        } else {
            store.put(WAIT + key, wait.write());
            store.put(timeKey(hub, wait, key), NOTHING);
            countAsked(hub, wait, 1);
        }
        countOpen(hub, (wait == null ? 0 : 1) - (held == null ? 0 : 1));
    }

    /** Keys of models of {@code hub} that are due, the longest due first. */
    List<String> due(String hub, long now, int most) {
        return keys(DUE + hub + "/", HexFormat.of().toHexDigits(now + 1), most);
    }

    /** Keys of models of {@code hub} that wait for credit, the longest waiting first. */
    List<String> queued(String hub, int most) {
        return keys(QUEUE + hub + "/", "~", most);
    }

    private List<String> keys(String prefix, String end, int most) {
        List<String> keys = new ArrayList<>();
        if (open == 0 || most < 1) {
            return keys;
        }
        try (KeyValueIterator<String, byte[]> rows = store.range(prefix, prefix + end)) {
            while (rows.hasNext() && keys.size() < most) {
                keys.add(rows.next().key.substring(prefix.length() + HEX + 1));
            }
        }
        return keys;
    }

    private void countAsked(String hub, Wait wait, int delta) {
        if (wait.isAsked()) {
            asked.merge(hub, delta, Integer::sum);
        }
    }

    private void countOpen(String hub, int delta) {
        if (delta != 0) {
            open += delta;
            counters.add(Statistics.OPEN, hub, delta);
        }
    }

    private static String timeKey(String hub, Wait wait, String key) {
        String index = wait.stand() == Wait.Stand.QUEUED ? QUEUE : DUE;
        return index + hub + "/" + HexFormat.of().toHexDigits(wait.due()) + "/" + key;
    }

    private static String hubOf(String key) {
        return ModelKey.parse(key).hub();
    }
}
