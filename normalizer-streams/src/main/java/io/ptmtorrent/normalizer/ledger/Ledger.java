package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.StoredAs;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.normalizer.statistics.Counters;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The wanted files of one partition of request keys: what is known of each, who waits, whom to ask, and when.
 *
 * <pre>
 * want, withdraw, stored-as ─► row ─► known: the answer
 *                               │     else:  queue ─► credit of the host's lane ─► request
 * result ─────────────────────► row ─► STORED: artifact, answers
 *                               │      FAILED: the next source, or answers
 *                               │      DEFERRED: queue, due later
 *                               └──►   LOST: queue, at once
 * step ─► answers that are left, requests that are due, requests that nobody answered
 * </pre>
 *
 * Retry, back-off, limits of hosts, loss and de-duplication live here and nowhere else. A request is sent at once where
 * that can be, else by a step. Results may come twice, late, or not at all. For the task's thread.
 */
public final class Ledger {
    private final LedgerConfig config;
    private final Exits exits;
    private final Rows rows;
    private final Manifests manifests = new Manifests();
    private final Answers answers;
    private final Asking asking;
    private final Outcomes outcomes;
    private final Departures departures;

    /**
     * Reads what is under way; that is as much as the credit windows allow.
     *
     * @param store its own: nothing else writes there
     * @param counters of the task
     * @param forbidden which digests nobody may have
     */
    public Ledger(
            KeyValueStore<String, byte[]> store,
            Counters counters,
            LedgerConfig config,
            Predicate<String> forbidden,
            Exits exits) {
        this.config = config;
        this.exits = exits;
        rows = new Rows(store, counters);
        answers = new Answers(rows.waiters(), exits, config.step());
        asking = new Asking(rows, exits, config, manifests);
        departures = new Departures(rows, exits, config, forbidden, this::conclude);
        outcomes = new Outcomes(rows, counters, asking, exits, config, departures, this::conclude);
    }

    /** A model wants the row's bytes, wants them no longer, or another row has bytes of this digest. */
    public void want(String key, Want want, long now) {
        String defect = Wants.defect(key, want);
        if (defect != null) {
            refuse(key, want, defect);
            return;
        }
        switch (want.getKind()) {
            case WANT -> wanted(key, want, now);
            case WITHDRAW -> withdrawn(key, Waiter.of(want), now);
            case LEAVE -> departures.leave(key, now);
            case DROP -> departures.drop(key, now);
            case STORED_AS -> storedAs(key, Objects.requireNonNull(want.getStoredAs()), now);
            case UNKNOWN -> throw new IllegalStateException("the check lets no UNKNOWN pass");
        }
    }

    /** A digest is forbidden from now on: what its row has is taken out of the store. */
    public void forbid(String key, long now) {
        LedgerRow held = rows.get(key);
        if (held != null && held.isThere()) {
            departures.drop(key, now);
        }
    }

    /** A sink has answered, or somebody found an object missing. */
    public void result(String key, ArtifactResult result, long now) {
        String defect = Results.defect(key, result);
        if (defect == null && isLostManifest(key, result)) {
            answers.manifestLost(key);
        } else if (defect == null) {
            outcomes.apply(key, result, now);
        } else {
            exits.letter(key, null, result.getUrl(), DeadLetterReason.BAD_RECORD, defect);
        }
    }

    /** The row of a manifest ends with its answer; one that is there is being written anyway. */
    private boolean isLostManifest(String key, ArtifactResult result) {
        return result.getState() == ResultState.LOST && RequestKey.isManifest(key) && rows.get(key) == null;
    }

    /** One bounded step of what time brings. */
    public void step(long now) {
        rows.outstanding().overdue(now, config.step()).forEach(key -> outcomes.unanswered(key, now));
        tellPending();
        askDue(now);
    }

    private void wanted(String key, Want want, long now) {
        Waiter waiter = Waiter.of(want);
        LedgerRow held = rows.get(key);
        if (isForbidden(key, held)) {
            answers.forgotten(key, waiter);
            return;
        }
        LedgerRow row = named(key, held == null ? LedgerRow.NEW : kept(key, held), want, now);
        if (!isWaiting(key, row, waiter)) {
            if (row.isSettled()) {
                answers.tell(key, row, waiter);
            } else {
                row = joined(key, row, waiter, now);
            }
        }
        conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    private boolean isForbidden(String key, @Nullable LedgerRow held) {
        Stored stored = held == null ? null : held.stored();
        return (RequestKey.isDigest(key) && departures.isForbidden(RequestKey.digest(key)))
                || (stored != null && departures.isForbidden(stored.sha256()));
    }

    /** Bytes that were in doubt are wanted: the row of their digest must know. */
    private LedgerRow kept(String key, LedgerRow held) {
        if (held.state() != LedgerRow.State.LEAVING) {
            return held;
        }
        if (!RequestKey.isDigest(key)) {
            outcomes.record(key, held, null);
        }
        return held.staying();
    }

    private LedgerRow named(String key, LedgerRow row, Want want, long now) {
        Manifest manifest = want.getManifest();
        if (manifest != null) {
            return manifested(row, manifest, now);
        }
        FileSource source = FileSource.of(want);
        if (source.isUnaskable()) {
            exits.letter(key, source.hub(), source.url(), DeadLetterReason.BAD_FILE, source.message());
        }
        return row.wanted(source, null, now, now - config.retryAfter().toMillis());
    }

    /** What is asked for is not what is wanted now: it is asked for again. */
    private LedgerRow manifested(LedgerRow row, Manifest manifest, long now) {
        byte[] bytes = manifests.write(manifest);
        boolean same = Arrays.equals(row.manifest(), bytes);
        LedgerRow asked = same ? row : row.with(row.turn().returned());
        return asked.wanted(FileSource.ofManifest(manifest), same ? row.manifest() : bytes, now, now);
    }

    private boolean isWaiting(String key, LedgerRow row, Waiter waiter) {
        Waiting waiting = row.waiting();
        return waiter.equals(waiting.first())
                || (waiting.others() > 0 && rows.waiters().has(key, waiter));
    }

    private LedgerRow joined(String key, LedgerRow row, Waiter waiter, long now) {
        LedgerRow due = row.isNeeded() ? row : row.with(row.turn().notBefore(now));
        if (row.waiting().first() == null) {
            return due.with(row.waiting().withFirst(waiter));
        }
        rows.waiters().put(key, waiter);
        return due.with(row.waiting().plusOthers(1));
    }

    private void withdrawn(String key, Waiter waiter, long now) {
        LedgerRow held = rows.get(key);
        if (held == null || !isWaiting(key, held, waiter)) {
            return;
        }
        Waiting left = held.waiting();
        if (waiter.equals(left.first())) {
            left = left.withoutFirst();
        } else {
            rows.waiters().delete(key, waiter);
            left = left.plusOthers(-1);
        }
        conclude(key, held, held.with(left), FileState.DEDUPLICATED, now);
    }

    private void storedAs(String key, StoredAs told, long now) {
        LedgerRow held = rows.get(key);
        LedgerRow other = departures.storedAs(key, held, told.getRequestKey(), now);
        if (other != null) {
            conclude(key, held, other, FileState.DEDUPLICATED, now);
            return;
        }
        LedgerRow row = (held == null ? LedgerRow.NEW : held).withAlias(told.getRequestKey());
        if (row.state() != LedgerRow.State.STORED) {
            row = row.stored(new Stored(
                    RequestKey.digest(key),
                    told.getSize(),
                    told.getObjectKey(),
                    Verification.SHA256,
                    told.getHub(),
                    told.getUrl(),
                    now,
                    now,
                    Outcomes.verdict(told.getInspection())));
            outcomes.record(key, row, told.getInspection());
        }
        conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    private void refuse(String key, Want want, String defect) {
        Source source = want.getSource();
        boolean file = want.getKind() == WantKind.WANT && want.getModel() != null;
        exits.letter(
                key,
                source == null ? null : source.getHub(),
                source == null ? null : source.getUrl(),
                file ? DeadLetterReason.BAD_FILE : DeadLetterReason.BAD_RECORD,
                defect);
        if (file) {
            answers.refuse(key, Waiter.of(want), defect);
        }
    }

    /**
     * Sends the row's request where that can be at once, tells those who wait where there is something to tell, and
     * keeps the row.
     *
     * @param first what the first of them is told of bytes that are there
     */
    private void conclude(String key, @Nullable LedgerRow held, LedgerRow row, FileState first, long now) {
        LedgerRow sent = asking.now(key, row, now);
        boolean news = sent.isSettled() && (held == null || !held.isSettled());
        rows.replace(key, held, news ? answers.tellSome(key, sent, first) : sent);
    }

    private void tellPending() {
        int left = config.step();
        for (String key : rows.waiters().pending()) {
            if (left > 0) {
                LedgerRow held = Objects.requireNonNull(rows.get(key));
                LedgerRow row = answers.tellSome(key, held, FileState.DEDUPLICATED);
                left -= held.waiting().others() - row.waiting().others();
                rows.replace(key, held, row);
            }
        }
    }

    private void askDue(long now) {
        int left = config.step();
        for (Pool pool : rows.queue().pools()) {
            int most = Math.min(left, asking.credit(pool, now));
            if (most > 0) {
                for (String key : rows.queue().due(pool, now, most)) {
                    LedgerRow held = Objects.requireNonNull(rows.get(key));
                    conclude(key, held, asking.ask(key, held, pool, now), FileState.DEDUPLICATED, now);
                    left--;
                }
            }
        }
    }
}
