package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.StoredAs;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a result does to its row.
 *
 * <p>Only the result of the request under way frees its credit and moves the row on; one that comes late, or twice, is
 * used where it brings the bytes. For the task's thread.
 */
final class Outcomes {
    /** Deferrals that are no fault of the file or its host. */
    private static final Set<FileReason> NOT_THE_FILES = EnumSet.of(FileReason.STOPPING, FileReason.NO_SPACE);

    /** What becomes of a row that a result has changed. */
    interface Conclusion {
        void conclude(String key, @Nullable LedgerRow held, LedgerRow row, FileState first, long now);
    }

    private final Rows rows;
    private final Counters counters;
    private final Asking asking;
    private final Exits exits;
    private final LedgerConfig config;
    private final Departures departures;
    private final Conclusion conclusion;

    Outcomes(
            Rows rows,
            Counters counters,
            Asking asking,
            Exits exits,
            LedgerConfig config,
            Departures departures,
            Conclusion conclusion) {
        this.rows = rows;
        this.counters = counters;
        this.asking = asking;
        this.exits = exits;
        this.config = config;
        this.departures = departures;
        this.conclusion = conclusion;
    }

    void apply(String key, ArtifactResult result, long now) {
        LedgerRow held = rows.get(key);
        if (held == null) {
            unknown(key, result, now);
            return;
        }
        Asked asked =
                held.turn().isAnsweredBy(result.getAttempt()) ? held.turn().asked() : null;
        if (held.isDropped()) {
            if (asked != null) {
                departures.answered(key, held, asked, result, now);
            }
            return;
        }
        switch (result.getState()) {
            case STORED -> stored(key, held, asked, result, now);
            case FAILED -> failed(key, held, asked, result, now);
            case DEFERRED -> deferred(key, held, asked, result, now);
            case LOST -> lost(key, held, result, now);
            case REJUDGED -> rejudged(key, held, result, now);
            case LEFT -> departures.left(key, held, result, () -> record(key, held, null));
            case DELETED -> departures.deletedElsewhere(key, held, result, now);
            case UNKNOWN -> throw new IllegalStateException("the check lets no UNKNOWN pass");
        }
    }

    /** Nobody answered in time: whoever still waits is queued again, as after something that may work later. */
    void unanswered(String key, long now) {
        LedgerRow held = Objects.requireNonNull(rows.get(key));
        Asked asked = Objects.requireNonNull(held.turn().asked());
        if (held.isDropped()) {
            departures.putOff(key, held, now);
            return;
        }
        putOff(key, held, asked, "no answer came", 1, now, now);
    }

    /**
     * Writes what a row's digest has become; the row of a digest writes it, another tells that row.
     *
     * @param report what was seen inside; null where nobody looked
     */
    void record(String key, LedgerRow row, @Nullable Inspection report) {
        Stored stored = Objects.requireNonNull(row.stored());
        if (RequestKey.isDigest(key)) {
            boolean there = row.isThere();
            exits.artifact(
                    stored.sha256(), artifact(stored, there ? ArtifactState.STORED : ArtifactState.LOST, report));
        } else {
            exits.storedAs(RequestKey.ofDigest(stored.sha256()), storedAs(key, stored, report));
        }
    }

    /** Bytes that nobody here asked for are an artifact all the same. */
    private void unknown(String key, ArtifactResult result, long now) {
        if (isForbidden(result)) {
            departures.refuse(key, null, null, String.valueOf(result.getSha256()), now);
        } else if (result.getState() == ResultState.STORED && RequestKey.isDigest(key)) {
            LedgerRow row = LedgerRow.NEW.stored(bytes(result, Statistics.UNKNOWN_HUB));
            record(key, row, result.getInspection());
            conclusion.conclude(key, null, row, FileState.DEDUPLICATED, now);
        }
    }

    private void stored(String key, LedgerRow held, @Nullable Asked asked, ArtifactResult result, long now) {
        if (isForbidden(result)) {
            departures.refuse(key, held, asked, String.valueOf(result.getSha256()), now);
            return;
        }
        boolean known = held.isThere();
        if (asked == null && (known || held.isManifest())) {
            return;
        }
        String hub = hub(held, asked);
        LedgerRow row = asked == null ? held : held.with(held.turn().returned());
        if (!known) {
            row = row.stored(bytes(result, hub));
        }
        if (!row.isManifest()) {
            counters.add(Statistics.BYTES_FETCHED, hub, result.getFetchedBytes());
            if (!known) {
                record(key, row, result.getInspection());
            }
        }
        conclusion.conclude(key, held, row, FileState.STORED, now);
    }

    private boolean isForbidden(ArtifactResult result) {
        String sha256 = result.getSha256();
        return result.getState() == ResultState.STORED && sha256 != null && departures.isForbidden(sha256);
    }

    private void failed(String key, LedgerRow held, @Nullable Asked asked, ArtifactResult result, long now) {
        if (asked == null) {
            return;
        }
        fetched(held, asked, result);
        LedgerRow row = held.with(held.turn().returned()).failed(asked.source(), reason(result), message(result), now);
        // The same digest is as dangerous wherever it comes from.
        while (reason(result) == FileReason.DANGEROUS
                && RequestKey.isDigest(key)
                && row.sources().next() >= 0) {
            row = row.failed(row.sources().next(), FileReason.DANGEROUS, message(result), now);
        }
        conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    /** A host's limit, a sink's end and a full store say nothing of the file: they cost no try, and nobody asks for more. */
    private void deferred(String key, LedgerRow held, @Nullable Asked asked, ArtifactResult result, long now) {
        if (asked == null) {
            return;
        }
        fetched(held, asked, result);
        FileReason reason = reason(result);
        Instant until = result.getUntil();
        boolean limited = reason == FileReason.RATE_LIMITED && until != null;
        if (limited) {
            asking.pause(asked.pool().host(), until.toEpochMilli(), now);
        }
        if (reason == FileReason.NO_SPACE && until != null) {
            asking.pause(asked.pool(), roomAt(asked.pool(), until.toEpochMilli(), now), now);
        }
        int tries = limited || NOT_THE_FILES.contains(reason) ? 0 : 1;
        long due = config.retryAt(now, held.turn().tries(), until == null ? now : until.toEpochMilli());
        putOff(key, held, asked, message(result), tries, due, now);
    }

    /**
     * When a lane is tried again whose file did not fit. Where a small one does not, nothing does; a large one may be
     * larger than all that wait behind it.
     */
    private long roomAt(Pool pool, long until, long now) {
        return pool.large() ? Math.min(until, config.retryAt(now, 0, now)) : until;
    }

    private void putOff(String key, LedgerRow held, Asked asked, String message, int tries, long due, long now) {
        LedgerRow back = held.with(held.turn().returned());
        LedgerRow row = held.turn().tries() + tries >= config.tries()
                ? back.failed(asked.source(), FileReason.TRIED_OFTEN, message, now)
                : back.with(back.turn().putOff(tries, due));
        conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    /** The row of a digest tells the rows whose bytes had it. */
    private void lost(String key, LedgerRow held, ArtifactResult result, long now) {
        Stored stored = held.stored();
        if (stored == null || !held.isThere() || !isOf(stored, result)) {
            return;
        }
        LedgerRow row = held.missing(now);
        if (RequestKey.isDigest(key)) {
            record(key, row, null);
            row.aliases()
                    .forEach(alias -> exits.toldOf(alias, Departures.told(ResultState.LOST, stored.sha256(), now)));
        }
        conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    /** Only what stands there is judged again: what is lost meanwhile gets its report when it is back. */
    private void rejudged(String key, LedgerRow held, ArtifactResult result, long now) {
        Inspection report = result.getInspection();
        if (held.stored() != null && held.isThere() && report != null) {
            LedgerRow row = held.judged(report.getVerdict());
            record(key, row, report);
            conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
        }
    }

    private static boolean isOf(Stored stored, ArtifactResult result) {
        return result.getSha256() == null || result.getSha256().equals(stored.sha256());
    }

    private void fetched(LedgerRow held, Asked asked, ArtifactResult result) {
        if (!held.isManifest() && result.getFetchedBytes() > 0) {
            counters.add(Statistics.BYTES_FETCHED, hub(held, asked), result.getFetchedBytes());
        }
    }

    private static String hub(LedgerRow held, @Nullable Asked asked) {
        String wanted = held.hub() == null ? Statistics.UNKNOWN_HUB : held.hub();
        return asked == null ? wanted : held.sources().get(asked.source()).hub();
    }

    private static FileReason reason(ArtifactResult result) {
        FileReason reason = result.getReason();
        return reason == null ? FileReason.SINK_FAILED : reason;
    }

    private static String message(ArtifactResult result) {
        return result.getMessage() == null ? "" : result.getMessage();
    }

    private static Stored bytes(ArtifactResult result, String hub) {
        long at = result.getAt().toEpochMilli();
        return new Stored(
                Objects.requireNonNull(result.getSha256()),
                Objects.requireNonNull(result.getSize()),
                Objects.requireNonNull(result.getObjectKey()),
                result.getVerification(),
                hub,
                result.getUrl(),
                at,
                at,
                verdict(result.getInspection()));
    }

    static @Nullable InspectionVerdict verdict(@Nullable Inspection report) {
        return report == null ? null : report.getVerdict();
    }

    private static Artifact artifact(Stored stored, ArtifactState state, @Nullable Inspection report) {
        return Artifact.newBuilder()
                .setSha256(stored.sha256())
                .setState(state)
                .setSize(stored.size())
                .setObjectKey(stored.objectKey())
                .setHub(stored.hub())
                .setUrl(stored.url())
                .setFirstStoredAt(Instant.ofEpochMilli(stored.firstAt()))
                .setLastVerifiedAt(Instant.ofEpochMilli(stored.lastAt()))
                .setInspection(report)
                .build();
    }

    private static Want storedAs(String key, Stored stored, @Nullable Inspection report) {
        return Want.newBuilder()
                .setKind(WantKind.STORED_AS)
                .setArtifact(ArtifactKind.FILE)
                .setStoredAs(new StoredAs(key, stored.size(), stored.objectKey(), stored.url(), stored.hub(), report))
                .build();
    }
}
