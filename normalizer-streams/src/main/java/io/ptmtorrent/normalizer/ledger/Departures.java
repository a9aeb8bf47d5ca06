package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How bytes that nobody needs leave the store, and how those that are forbidden do.
 *
 * <pre>
 * LEAVE ─► the digest's row, and those with its bytes, are in doubt: a want ends it, and one row tells the other
 *          (whoever sent LEAVE looks now whether any package has the bytes)
 * DROP ──► still in doubt? ─► request to a sink ─► DELETED ─► no artifact; the other rows forget the bytes
 * </pre>
 *
 * A row that says STORED_AS when it is too late is told that its bytes are lost: it fetches them again. For the task's
 * thread.
 */
final class Departures {
    private final Rows rows;
    private final Exits exits;
    private final LedgerConfig config;
    private final Predicate<String> forbidden;
    private final Outcomes.Conclusion conclusion;

    /** @param forbidden which digests nobody may have */
    Departures(
            Rows rows, Exits exits, LedgerConfig config, Predicate<String> forbidden, Outcomes.Conclusion conclusion) {
        this.rows = rows;
        this.exits = exits;
        this.config = config;
        this.forbidden = forbidden;
        this.conclusion = conclusion;
    }

    boolean isForbidden(String sha256) {
        return forbidden.test(sha256);
    }

    /** A row with as many aliases as it can remember may have more: what so many have stays. */
    void leave(String key, long now) {
        LedgerRow held = rows.get(key);
        if (held != null && mayLeave(held)) {
            Stored stored = Objects.requireNonNull(held.stored());
            held.aliases().forEach(alias -> exits.toldOf(alias, told(ResultState.LEFT, stored.sha256(), now)));
            rows.replace(key, held, held.leaving());
        }
    }

    private static boolean mayLeave(LedgerRow row) {
        return row.state() == LedgerRow.State.STORED
                && !row.waiting().any()
                && row.aliases().size() < LedgerRow.MOST_ALIASES;
    }

    /** Takes out of the store what is in doubt, or forbidden, or what no row knows. */
    void drop(String key, long now) {
        LedgerRow held = rows.get(key);
        LedgerRow row = held == null ? LedgerRow.NEW : held;
        boolean must = RequestKey.isDigest(key) && isForbidden(RequestKey.digest(key)) && !row.isDropped();
        if (must || row.mayBeDropped()) {
            conclusion.conclude(key, held, row.dropped(now), FileState.DEDUPLICATED, now);
        }
    }

    /** The row of a digest says that its bytes may go. */
    void left(String key, LedgerRow held, ArtifactResult result, Runnable keeps) {
        if (held.state() == LedgerRow.State.STORED && isOf(held, result)) {
            if (held.waiting().any()) {
                keeps.run();
            } else {
                rows.replace(key, held, held.leaving());
            }
        }
    }

    /**
     * The row of a digest says that its bytes are gone; one that was wanted since fetches them again. What a sink says
     * twice to the row of the digest is no news.
     */
    void deletedElsewhere(String key, LedgerRow held, ArtifactResult result, long now) {
        if (RequestKey.isDigest(key) || !held.isThere() || !isOf(held, result)) {
            return;
        }
        boolean over = held.state() == LedgerRow.State.LEAVING || isForbidden(result.getSha256());
        LedgerRow row = over ? held.gone(now) : held.missing(now);
        conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    /** What a sink says of a deletion; everything but DELETED is tried again. */
    void answered(String key, LedgerRow held, Asked asked, ArtifactResult result, long now) {
        if (result.getState() != ResultState.DELETED) {
            putOff(key, held, now);
            return;
        }
        LedgerRow back = held.with(held.turn().returned());
        LedgerRow row = back.gone(now);
        if (RequestKey.isDigest(key)) {
            String sha256 = RequestKey.digest(key);
            exits.noArtifact(sha256);
            held.aliases().forEach(alias -> exits.toldOf(alias, told(ResultState.DELETED, sha256, now)));
            row = isForbidden(sha256) && held.waiting().any() ? back.forgotten(now) : row;
        }
        conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    void putOff(String key, LedgerRow held, long now) {
        long due = config.retryAt(now, held.turn().tries(), now);
        LedgerRow row = held.with(held.turn().returned().putOff(1, due));
        conclusion.conclude(key, held, row, FileState.DEDUPLICATED, now);
    }

    /** Bytes came that nobody may have: they go again, and who waits is told why. */
    void refuse(String key, @Nullable LedgerRow held, @Nullable Asked asked, String sha256, long now) {
        exits.storedAs(
                RequestKey.ofDigest(sha256),
                Want.newBuilder()
                        .setKind(WantKind.DROP)
                        .setArtifact(ArtifactKind.FILE)
                        .build());
        if (held != null && !held.isDropped()) {
            LedgerRow back = asked == null ? held : held.with(held.turn().returned());
            conclusion.conclude(key, held, back.forgotten(now), FileState.DEDUPLICATED, now);
        }
    }

    /** What another row says to the row of a digest that its bytes have, where that one is not as it was; null else. */
    @Nullable
    LedgerRow storedAs(String key, @Nullable LedgerRow held, String alias, long now) {
        if (isForbidden(RequestKey.digest(key))) {
            exits.toldOf(alias, told(ResultState.DELETED, RequestKey.digest(key), now));
            return held == null ? LedgerRow.NEW.dropped(now) : held.isDropped() ? held : held.dropped(now);
        }
        if (held == null) {
            return null;
        }
        return switch (held.state()) {
            case LEAVING -> held.staying().withAlias(alias);
            case DROPPED -> held.doubtful().withAlias(alias);
            case GONE -> {
                exits.toldOf(alias, told(ResultState.LOST, RequestKey.digest(key), now));
                yield held.doubtful().gone(now).withAlias(alias);
            }
            case OPEN, STORED, UNAVAILABLE -> null;
        };
    }

    static ArtifactResult told(ResultState state, String sha256, long now) {
        return ArtifactResult.newBuilder()
                .setKind(ArtifactKind.FILE)
                .setAttempt(0)
                .setState(state)
                .setSha256(sha256)
                .setVerification(Verification.NONE)
                .setAt(Instant.ofEpochMilli(now))
                .build();
    }

    private static boolean isOf(LedgerRow held, ArtifactResult result) {
        Stored stored = held.stored();
        return stored != null
                && (result.getSha256() == null || result.getSha256().equals(stored.sha256()));
    }
}
