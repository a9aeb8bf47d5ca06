package io.ptmtorrent.crawler.checkpoint;

import io.ptmtorrent.avro.CrawlCheckpoint;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one hub's runs: the newest checkpoint of each kind. Immutable. */
public final class HubCheckpoints {
    private final Map<RunKind, CrawlCheckpoint> byKind;

    private HubCheckpoints(Map<RunKind, CrawlCheckpoint> byKind) {
        this.byKind = byKind;
    }

    /** A hub that was never crawled. */
    public static HubCheckpoints none() {
        return new HubCheckpoints(Map.of());
    }

    /** These, with {@code changed} in place of the same kind's. */
    public HubCheckpoints with(CrawlCheckpoint changed) {
        Map<RunKind, CrawlCheckpoint> copy = new EnumMap<>(RunKind.class);
        copy.putAll(byKind);
        copy.put(RunKind.of(changed), changed);
        return new HubCheckpoints(copy);
    }

    /** The newest of a kind; null where there was none. */
    public @Nullable CrawlCheckpoint get(RunKind kind) {
        return byKind.get(kind);
    }

    public Collection<CrawlCheckpoint> all() {
        return List.copyOf(byKind.values());
    }

    /** Runs that began and did not end, the oldest first. */
    public List<CrawlCheckpoint> unfinished() {
        return byKind.values().stream()
                .filter(checkpoint -> checkpoint.getEndedAt() == null)
                .sorted(Comparator.comparingLong(CrawlCheckpoint::getRunId))
                .toList();
    }

    /** Up to when the hub's changes are known; null where nothing is. */
    public @Nullable Instant watermark() {
        return unlimited()
                .map(CrawlCheckpoint::getWatermark)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Version of the catalogue that a complete run read, by the newest checkpoint; null where none did, or the hub has none. */
    public @Nullable String version() {
        return unlimited()
                .max(Comparator.comparingLong(CrawlCheckpoint::getRunId))
                .map(CrawlCheckpoint::getVersion)
                .orElse(null);
    }

    /** When the newest run that reads a hub's whole listing, or all its changes, began; null before one. */
    public @Nullable Instant lastStart() {
        return unlimited()
                .map(CrawlCheckpoint::getStartedAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** When the last complete full run began; null before one. */
    public @Nullable Instant lastCompleteFull() {
        CrawlCheckpoint full = get(RunKind.FULL);
        return full == null ? null : full.getLastCompleteAt();
    }

    /**
     * Rows that the last complete run over the whole listing saw, or knew unchanged; null before one. Where the hub is no
     * catalogue, increments say nothing of it.
     */
    public @Nullable Long lastCompleteListed() {
        return unlimited()
                .filter(it -> RunKind.of(it) == RunKind.FULL || it.getVersion() != null)
                .filter(it -> it.getLastCompleteAt() != null && it.getLastCompleteListed() != null)
                .max(Comparator.comparing(CrawlCheckpoint::getLastCompleteAt))
                .map(CrawlCheckpoint::getLastCompleteListed)
                .orElse(null);
    }

    /** A run id greater than all that the hub had, also where a clock went back. */
    public long nextRunId(Instant now) {
        long known = byKind.values().stream()
                .mapToLong(CrawlCheckpoint::getRunId)
                .max()
                .orElse(0);
        return Math.max(known + 1, now.toEpochMilli());
    }

    /** Whether a run serves or served this request. */
    public boolean knows(String requestId) {
        return byKind.values().stream()
                .anyMatch(checkpoint -> checkpoint.getRequestId().equals(requestId));
    }

    private Stream<CrawlCheckpoint> unlimited() {
        return Stream.of(RunKind.FULL, RunKind.INCREMENTAL).map(byKind::get).filter(Objects::nonNull);
    }
}
