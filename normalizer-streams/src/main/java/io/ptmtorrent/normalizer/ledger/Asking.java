package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests that are due, within each pool's credit, and again those that nobody answered.
 *
 * <p>A host that says when it will answer again is left alone until then, by all its requests: else a window that is
 * used up would cost every file behind it a try. For the task's thread.
 */
final class Asking {
    private final Rows rows;
    private final Exits exits;
    private final LedgerConfig config;
    private final Manifests manifests;
    private final Map<String, Long> pauses = new HashMap<>();

    Asking(Rows rows, Exits exits, LedgerConfig config, Manifests manifests) {
        this.rows = rows;
        this.exits = exits;
        this.config = config;
        this.manifests = manifests;
    }

    /** No request to the host before {@code until}, an hour at most. */
    void pause(String host, long until, long now) {
        pauses.merge(host, Math.min(until, config.longestPause(now)), Math::max);
    }

    /** No request to a lane of a host before {@code until}, an hour at most. */
    void pause(Pool pool, long until, long now) {
        pause(pool.toString(), until, now);
    }

    /** The row with its request sent, where that can be at once: it is due, has credit, and nobody stands before it. */
    LedgerRow now(String key, LedgerRow row, long now) {
        if (!row.isQueued() || row.turn().due() > now) {
            return row;
        }
        Pool pool = row.pool();
        return rows.queue().isEmpty(pool) && credit(pool, now) > 0 ? ask(key, row, pool, now) : row;
    }

    /** Credit that is free. */
    int credit(Pool pool, long now) {
        if (isPaused(pool.host(), now) || isPaused(pool.toString(), now)) {
            return 0;
        }
        return config.credit(pool) - rows.outstanding().count(pool);
    }

    private boolean isPaused(String what, long now) {
        Long until = pauses.get(what);
        if (until != null && until <= now) {
            pauses.remove(what);
            return false;
        }
        return until != null;
    }

    /** The row with its request sent; or with its source done with, where the request would be too large. */
    LedgerRow ask(String key, LedgerRow row, Pool pool, long now) {
        if (row.isDropped()) {
            Turn asked = row.turn().ask(new Asked(-1, pool, config.deadline(now, 0)));
            exits.request(key, false, deletion(key, asked.attempt(), now));
            return row.with(asked);
        }
        int index = row.sources().next();
        FileSource source = row.sources().get(index);
        Turn asked = row.turn().ask(new Asked(index, pool, config.deadline(now, source.size())));
        return exits.request(key, pool.large(), request(key, row, source, asked.attempt()))
                ? row.with(asked)
                : row.failed(index, FileReason.TOO_LARGE, "the request is larger than its topic allows", now);
    }

    private ArtifactRequest request(String key, LedgerRow row, FileSource source, int attempt) {
        return ArtifactRequest.newBuilder()
                .setKind(RequestKey.artifact(key))
                .setAttempt(attempt)
                .setHub(source.hub())
                .setUrl(row.isManifest() ? null : source.url())
                .setSha256(RequestKey.isDigest(key) ? RequestKey.digest(key) : null)
                .setGitSha1(source.gitSha1())
                .setGitBase(RequestKey.base(key))
                .setSize(size(source))
                .setModel(row.waiting().model())
                .setManifest(row.isManifest() ? manifests.read(Objects.requireNonNull(row.manifest())) : null)
                .build();
    }

    /** What is stored from now on stays. */
    private static ArtifactRequest deletion(String key, int attempt, long now) {
        return ArtifactRequest.newBuilder()
                .setKind(ArtifactKind.DELETE)
                .setAttempt(attempt)
                .setHub(Statistics.UNKNOWN_HUB)
                .setSha256(RequestKey.isDigest(key) ? RequestKey.digest(key) : null)
                .setModel(RequestKey.isDigest(key) ? "" : RequestKey.modelOf(key))
                .setBefore(Instant.ofEpochMilli(now))
                .build();
    }

    private static @Nullable Long size(FileSource source) {
        return source.size() < 0 ? null : source.size();
    }
}
