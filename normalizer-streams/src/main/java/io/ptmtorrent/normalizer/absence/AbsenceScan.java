package io.ptmtorrent.normalizer.absence;

import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Asks for every model of a task that a complete run did not list, a few at a time, and waits for the answers.
 *
 * <pre>
 * RUN_ENDED, complete ─► scan: models by key, from the cursor ─► last seen by an older run?
 *                          ▲        until the step or the credit is used up         │ ask, wait
 *                          └──────────────── next step ◄─────────────────────────────┤
 *                                                 LISTED, GONE, REFUSED: credit is free ◄┘
 * </pre>
 *
 * A cursor in a store: a restart goes on where the last committed step ended. For the task's thread.
 */
public final class AbsenceScan {
    /** The hub's answer that a request may work at once would have us ask in circles. */
    private static final long SHORTEST_DEFERRAL_MS = 1_000;

    private final KeyValueStore<String, byte[]> models;
    private final KeyValueStore<String, byte[]> scans;
    private final Waits waits;
    private final Counters counters;
    private final AbsenceConfig config;
    private final Asker asker;

    /**
     * @param models rows of {@link ModelRow} by model key; read only
     * @param scans a row a hub
     * @param waits for {@link Waits}
     */
    public AbsenceScan(
            KeyValueStore<String, byte[]> models,
            KeyValueStore<String, byte[]> scans,
            KeyValueStore<String, byte[]> waits,
            Counters counters,
            AbsenceConfig config,
            Asker asker) {
        this.models = models;
        this.scans = scans;
        this.waits = new Waits(waits, counters);
        this.counters = counters;
        this.config = config;
        this.asker = asker;
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

    /** The model was seen by {@code runId}, or the hub says that it is gone: both answer. */
    public void answered(String key, long runId) {
        Wait wait = waits.get(key);
        if (wait != null && runId >= wait.runId()) {
            waits.replace(key, wait, null);
        }
    }

    /** The hub says that the model is gone, whichever run asked. */
    public void gone(String key) {
        answered(key, Long.MAX_VALUE);
    }

    /**
     * The hub would not answer.
     *
     * @param retryAt when it may work, milliseconds since the epoch; null ends the wait until the next complete run
     */
    public void refused(String key, @Nullable Long retryAt, long now) {
        Wait wait = waits.get(key);
        if (wait != null) {
            waits.replace(
                    key, wait, retryAt == null ? null : wait.deferredTo(Math.max(retryAt, now + SHORTEST_DEFERRAL_MS)));
        }
    }

    /** One bounded step of every hub's scan, and the requests that are due. */
    public void step(long now) {
        List<KeyValue<String, byte[]>> running = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = scans.all()) {
            all.forEachRemaining(running::add);
        }
        running.forEach(row -> step(row.key, Scan.read(row.value), now));
    }

    /** Asks again for what is due of {@code hub}. */
    public void askDue(String hub, long now) {
        for (String key : waits.due(hub, now, config.step())) {
            Wait wait = Objects.requireNonNull(waits.get(key));
            byte[] row = models.get(key);
            if (row == null) {
                waits.replace(key, wait, null);
            } else if (wait.asked() || hasCredit(hub)) {
                ask(key, ModelRow.read(row), wait, wait, now);
            }
        }
    }

    private void step(String hub, Scan scan, long now) {
        String cursor = scan.cursor();
        boolean ended = false;
        try (KeyValueIterator<String, byte[]> rows = models.range(cursor + '\0', hub + (char) ('/' + 1))) {
            for (int looked = 0; looked < config.step() && hasCredit(hub) && !ended; looked++) {
                ended = !rows.hasNext();
                if (!ended) {
                    KeyValue<String, byte[]> row = rows.next();
                    askIfAbsent(row.key, ModelRow.read(row.value), scan.runId(), now);
                    cursor = row.key;
                }
            }
        }
        if (ended) {
            scans.delete(hub);
            counters.raise(Statistics.RUN_SCANNED, hub, scan.doneWith());
        } else if (!cursor.equals(scan.cursor())) {
            scans.put(hub, scan.at(cursor).write());
        }
    }

    /** A model that waits already is not asked for twice: its answer will be newer than the run. */
    private void askIfAbsent(String key, ModelRow row, long runId, long now) {
        if (!row.isGone() && row.sighting().runId() < runId && waits.get(key) == null) {
            ask(key, row, null, new Wait(DetailReason.ABSENT, null, runId, false, 0, now), now);
        }
    }

    private void ask(String key, ModelRow row, @Nullable Wait held, Wait wait, long now) {
        ModelKey model = ModelKey.parse(key);
        waits.replace(key, held, wait.askedUntil(now + config.unanswered().toMillis()));
        asker.ask(
                key,
                new DetailRequest(
                        model.hub(), model.stableId(), row.identity().id(), wait.revision(), wait.why(), wait.runId()));
    }

    private boolean hasCredit(String hub) {
        return waits.asked(hub) < config.credit();
    }

    private @Nullable Scan scan(String hub) {
        byte[] row = scans.get(hub);
        return row == null ? null : Scan.read(row);
    }
}
