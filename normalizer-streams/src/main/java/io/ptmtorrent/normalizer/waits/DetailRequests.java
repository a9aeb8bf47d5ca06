package io.ptmtorrent.normalizer.waits;

import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.statistics.Counters;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Asks hubs about models, no more at once than the credit, and waits for the answers.
 *
 * <pre>
 * want ─► QUEUED ──credit──► ASKED ──answer──► end
 *            ▲                │  ▲
 *      no credit         later│  └── unanswered: asked again
 *            └─── due ◄─ DEFERRED
 * </pre>
 *
 * A model waits once. For the task's thread.
 */
public final class DetailRequests {
    /** The hub's answer that a request may work at once would have us ask in circles. */
    private static final long SHORTEST_DEFERRAL_MS = 1_000;

    private final KeyValueStore<String, byte[]> models;
    private final Waits waits;
    private final int credit;
    private final int step;
    private final long unansweredMs;
    private final Asker asker;

    /**
     * @param models rows of {@link ModelRow} by model key; read only
     * @param store for the waits
     * @param credit requests under way at most, of each hub
     * @param step waits looked at in one go
     * @param unansweredMs after this time a request is sent again
     */
    public DetailRequests(
            KeyValueStore<String, byte[]> models,
            KeyValueStore<String, byte[]> store,
            Counters counters,
            int credit,
            int step,
            long unansweredMs,
            Asker asker) {
        this.models = models;
        this.waits = new Waits(store, counters);
        this.credit = credit;
        this.step = step;
        this.unansweredMs = unansweredMs;
        this.asker = asker;
    }

    /** The wait of a model; null where none waits. */
    public @Nullable Wait waiting(String key) {
        return waits.get(key);
    }

    /** Whether one more may be asked for at once. */
    public boolean hasCredit(String hub) {
        return waits.asked(hub) < credit;
    }

    /** Asks now where there is credit, else when there is; in the place of whatever the model waited for. */
    public void want(String key, ModelRow row, Wait wait, long now) {
        Wait held = waits.get(key);
        if (hasCredit(ModelKey.parse(key).hub())) {
            ask(key, row, held, wait, now);
        } else {
            waits.replace(key, held, wait);
        }
    }

    /** The model waits no more. */
    public void end(String key) {
        Wait wait = waits.get(key);
        if (wait != null) {
            waits.replace(key, wait, null);
        }
    }

    /** The model was seen by {@code runId}: that answers whether it is there, and not what its files are. */
    public void seen(String key, long runId) {
        Wait wait = waits.get(key);
        if (wait != null && !wait.isForDetails() && runId >= wait.runId()) {
            waits.replace(key, wait, null);
        }
    }

    /**
     * The hub would not answer about {@code revision}.
     *
     * @param retryAt when it may work, milliseconds since the epoch; null where it will not
     * @return the wait that this ended; null where none did, or it goes on
     */
    public @Nullable Wait refused(String key, @Nullable String revision, @Nullable Long retryAt, long now) {
        Wait wait = waits.get(key);
        if (wait == null || !Objects.equals(wait.revision(), revision)) {
            return null;
        }
        if (retryAt == null) {
            waits.replace(key, wait, null);
            return wait;
        }
        waits.replace(key, wait, wait.deferredTo(Math.max(retryAt, now + SHORTEST_DEFERRAL_MS)));
        return null;
    }

    /** An answer came that is older than what is known: one who waits for files asks again. */
    public void outdated(String key, long now) {
        Wait wait = waits.get(key);
        if (wait != null) {
            waits.replace(key, wait, wait.isForDetails() ? wait.deferredTo(now + SHORTEST_DEFERRAL_MS) : null);
        }
    }

    /** Asks again for what is due of {@code hub}, then for what waits for credit. */
    public void askDue(String hub, long now) {
        for (String key : waits.due(hub, now, step)) {
            Wait wait = Objects.requireNonNull(waits.get(key));
            if (wait.isAsked() || hasCredit(hub)) {
                askIfKnown(key, wait, now);
            } else {
                waits.replace(key, wait, wait.queuedAt(now));
            }
        }
        for (String key : waits.queued(hub, Math.min(step, credit - waits.asked(hub)))) {
            askIfKnown(key, Objects.requireNonNull(waits.get(key)), now);
        }
    }

    private void askIfKnown(String key, Wait wait, long now) {
        byte[] row = models.get(key);
        if (row == null) {
            waits.replace(key, wait, null);
        } else {
            ask(key, ModelRow.read(row), wait, wait, now);
        }
    }

    private void ask(String key, ModelRow row, @Nullable Wait held, Wait wait, long now) {
        ModelKey model = ModelKey.parse(key);
        waits.replace(key, held, wait.askedUntil(now + unansweredMs));
        DetailReason why = wait.why();
        asker.ask(
                key,
                new DetailRequest(
                        model.hub(), model.stableId(), row.identity().id(), wait.revision(), why, wait.runId()));
    }
}
