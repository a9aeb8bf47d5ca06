package io.ptmtorrent.normalizer.absence;

import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.models.ModelWalk;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import io.ptmtorrent.normalizer.waits.DetailRequests;
import io.ptmtorrent.normalizer.waits.Wait;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every model of a task after a complete run, a few at a time: asks for those that it did not list.
 *
 * <pre>
 * RUN_ENDED, complete ─► scan: models by key, from the cursor ─► last seen by an older run?
 *                          ▲        until the step or the credit is used up    │ yes     │ no
 *                          └──────────────── next step ◄──────────────── ask, wait     {@link Listed}
 * </pre>
 *
 * A cursor in a store: a restart goes on where the last committed step ended. For the task's thread.
 */
public final class AbsenceScan {
    private final ModelWalk walk;
    private final KeyValueStore<String, byte[]> scans;
    private final DetailRequests requests;
    private final Counters counters;
    private final int step;
    private final Listed listed;
    private final Gone gone;

    /** What else a complete run is a reason for. */
    @FunctionalInterface
    public interface Listed {
        /** Looks at a live model that the run listed; gives what it cost, at least 1. */
        int after(String key, ModelRow row);
    }

    /** What becomes of a model that was gone before the run. */
    @FunctionalInterface
    public interface Gone {
        /** Looks at one; {@code now} in milliseconds since the epoch. */
        void still(String key, ModelRow row, long now);
    }

    /**
     * @param models rows of {@link ModelRow} by model key; read only
     * @param scans a row a hub
     * @param step models looked at in one go
     */
    public AbsenceScan(
            KeyValueStore<String, byte[]> models,
            KeyValueStore<String, byte[]> scans,
            DetailRequests requests,
            Counters counters,
            int step,
            Listed listed,
            Gone gone) {
        this.walk = new ModelWalk(models);
        this.scans = scans;
        this.requests = requests;
        this.counters = counters;
        this.step = step;
        this.listed = listed;
        this.gone = gone;
    }

    /**
     * A run of {@code hub} ended: begins a scan where it was complete and full, in the place of an older one's.
     *
     * <p>Another run is done with at once, or together with the scan that is under way.
     */
    public void runEnded(String hub, long runId, boolean complete) {
        counters.raise(Statistics.RUN_ENDED, hub, runId);
        counters.add(Statistics.MODELS, hub, 0);
        counters.add(Statistics.OPEN, hub, 0);
        Scan held = scan(hub);
        if (complete && (held == null || held.runId() < runId)) {
            long doneWith = held == null ? runId : Math.max(runId, held.doneWith());
            scans.put(hub, new Scan(runId, doneWith, hub + "/").write());
        } else if (held != null) {
            scans.put(hub, held.alsoDoneWith(runId).write());
        } else {
            counters.raise(Statistics.RUN_SCANNED, hub, runId);
        }
    }

    /** One bounded step of every hub's scan. */
    public void step(long now) {
        List<KeyValue<String, byte[]>> running = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = scans.all()) {
            all.forEachRemaining(running::add);
        }
        running.removeIf(row -> row.key.indexOf('/') >= 0);
        running.forEach(row -> step(row.key, Scan.read(row.value), now));
    }

    private void step(String hub, Scan scan, long now) {
        String cursor = walk.step(
                scan.cursor(), hub + (char) ('/' + 1), step, (key, row) -> visit(hub, key, row, scan.runId(), now));
        if (cursor == null) {
            scans.delete(hub);
            counters.raise(Statistics.RUN_SCANNED, hub, scan.doneWith());
        } else if (!cursor.equals(scan.cursor())) {
            scans.put(hub, scan.at(cursor).write());
        }
    }

    /** A model that waits already is not asked for twice: its answer will be newer than the run. */
    private int visit(String hub, String key, ModelRow row, long runId, long now) {
        if (row.isGone()) {
            gone.still(key, row, now);
            return 1;
        }
        if (row.sighting().runId() >= runId) {
            return listed.after(key, row);
        }
        if (requests.waiting(key) != null) {
            return 1;
        }
        if (!requests.hasCredit(hub)) {
            return 0;
        }
        requests.want(key, row, Wait.queued(DetailReason.ABSENT, null, runId, now), now);
        return 1;
    }

    private @Nullable Scan scan(String hub) {
        byte[] row = scans.get(hub);
        return row == null ? null : Scan.read(row);
    }
}
