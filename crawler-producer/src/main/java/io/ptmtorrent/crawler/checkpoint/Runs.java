package io.ptmtorrent.crawler.checkpoint;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run begins, is joined, goes on and ends, as pure functions from one checkpoint to the next.
 *
 * <pre>
 *   request ─► begun ─► advanced (a page) ─► advanced ─► ... ─► ended, complete or with the reason why not
 *                 └─ joined by a request for the same ─┘
 * </pre>
 */
public final class Runs {
    private static final long SHRINK_FLOOR = 10;
    private static final double SHRINK_SHARE = 0.05;

    static {
        // Building on a checkpoint copies its enum, which Avro makes by its name.
        RecordSerdes.trustOurRecords();
    }

    private Runs() {}

    /**
     * What a request asks for: INCREMENTAL becomes FULL where there is neither watermark nor version, or where the last complete full run
     * began longer than {@code fullEvery} ago.
     */
    public static CrawlMode mode(CrawlRequest request, HubCheckpoints known, Instant now, Duration fullEvery) {
        Instant lastFull = known.lastCompleteFull();
        boolean incremental = request.getMode() != CrawlMode.FULL
                && (known.watermark() != null || known.version() != null)
                && lastFull != null
                && !lastFull.plus(fullEvery).isBefore(now);
        return incremental ? CrawlMode.INCREMENTAL : CrawlMode.FULL;
    }

    /** The kind of run that serves a request in {@code mode}. */
    public static RunKind kind(CrawlRequest request, CrawlMode mode) {
        return RunKind.of(mode, request.getLimit(), request.getFilter());
    }

    /** A new run for a request; what earlier runs of its kind learned is carried on. */
    public static CrawlCheckpoint begun(CrawlRequest request, CrawlMode mode, HubCheckpoints known, Instant now) {
        CrawlCheckpoint earlier = known.get(kind(request, mode));
        return CrawlCheckpoint.newBuilder()
                .setHub(request.getHub())
                .setMode(mode)
                .setRequestId(request.getRequestId())
                .setRunId(known.nextRunId(now))
                .setLimit(request.getLimit())
                .setFilter(request.getFilter())
                .setAcceptShrink(request.getAcceptShrink())
                .setWatermark(earlier == null ? null : earlier.getWatermark())
                .setVersion(known.version())
                .setPages(0)
                .setListed(0)
                .setRejected(0)
                .setFailedPages(0)
                .setStartedAt(now)
                .setLastCompleteListed(known.lastCompleteListed())
                .setLastCompleteAt(earlier == null ? null : earlier.getLastCompleteAt())
                .build();
    }

    /** Whether a run under way does what a request in {@code mode} asks for. */
    public static boolean serves(CrawlCheckpoint running, CrawlRequest request, CrawlMode mode) {
        return running.getEndedAt() == null
                && running.getMode() == mode
                && Objects.equals(running.getLimit(), request.getLimit())
                && Objects.equals(running.getFilter(), request.getFilter());
    }

    /** The run under way, serving one more request. */
    public static CrawlCheckpoint joined(CrawlCheckpoint running, CrawlRequest request) {
        return CrawlCheckpoint.newBuilder(running)
                .setRequestId(request.getRequestId())
                .setAcceptShrink(running.getAcceptShrink() || request.getAcceptShrink())
                .build();
    }

    /** The run after a page. */
    public static CrawlCheckpoint advanced(CrawlCheckpoint running, PageCount page, @Nullable String next) {
        boolean first = running.getPages() == 0;
        return CrawlCheckpoint.newBuilder(running)
                .setCursor(next)
                .setNextWatermark(first ? page.clock() : running.getNextWatermark())
                .setNextVersion(first ? page.version() : running.getNextVersion())
                .setPages(running.getPages() + 1)
                .setListed(running.getListed() + page.listed())
                .setRejected(running.getRejected() + page.rejected())
                .setFailedPages(running.getFailedPages() + (page.whole() ? 0 : 1))
                .build();
    }

    /**
     * The run at its end.
     *
     * @param trouble why it could not be read to its end, for people; null where it was
     */
    public static CrawlCheckpoint ended(CrawlCheckpoint running, @Nullable String trouble, Instant now) {
        String reason = trouble != null ? trouble : incompleteness(running);
        CrawlCheckpoint.Builder ended =
                CrawlCheckpoint.newBuilder(running).setEndedAt(now).setComplete(reason == null);
        if (reason != null) {
            return ended.setEndReason(reason).build();
        }
        if (RunKind.of(running) == RunKind.LIMITED) {
            return ended.build();
        }
        return ended.setVersion(running.getNextVersion())
                .setWatermark(later(running.getWatermark(), running.getNextWatermark()))
                .setLastCompleteListed(
                        isUnchanged(running) ? running.getLastCompleteListed() : (Long) running.getListed())
                .setLastCompleteAt(running.getStartedAt())
                .build();
    }

    /**
     * The run at the end of what the hub shows, where it has more: not complete, but later changes are found from its start
     * on, so the next run need not read everything again.
     */
    public static CrawlCheckpoint endedAsShown(CrawlCheckpoint running, String reason, Instant now) {
        CrawlCheckpoint ended = ended(running, reason, now);
        if (running.getFailedPages() > 0 || RunKind.of(running) == RunKind.LIMITED) {
            return ended;
        }
        return CrawlCheckpoint.newBuilder(ended)
                .setWatermark(later(running.getWatermark(), running.getNextWatermark()))
                .setLastCompleteAt(running.getStartedAt())
                .build();
    }

    /** Whether an ended run that is not complete read all that the hub shows. */
    public static boolean readAsShown(CrawlCheckpoint ended) {
        return !ended.getComplete() && ended.getStartedAt().equals(ended.getLastCompleteAt());
    }

    /**
     * Whether an ended run saw every model that the hub lists: only then is one that it did not see asked for.
     *
     * <p>A full run, and an increment of a catalogue that had changed: it lists everything again, an unchanged one nothing.
     */
    public static boolean sawAll(CrawlCheckpoint ended) {
        return ended.getComplete()
                && (RunKind.of(ended) == RunKind.FULL || (isOfCatalogue(ended) && ended.getListed() > 0));
    }

    /** Whether this increment found the version that it knew, which lists nothing. */
    private static boolean isUnchanged(CrawlCheckpoint running) {
        return isOfCatalogue(running) && running.getNextVersion().equals(running.getVersion());
    }

    private static boolean isOfCatalogue(CrawlCheckpoint run) {
        return RunKind.of(run) == RunKind.INCREMENTAL && run.getNextVersion() != null;
    }

    private static @Nullable String incompleteness(CrawlCheckpoint running) {
        if (running.getFailedPages() > 0) {
            return running.getFailedPages() + " of " + running.getPages() + " pages could not be read whole";
        }
        return shrunk(running)
                ? "listed " + running.getListed() + " models, the last complete run listed "
                        + running.getLastCompleteListed() + "; give --accept-shrink if that is right"
                : null;
    }

    private static boolean shrunk(CrawlCheckpoint running) {
        Long before = running.getLastCompleteListed();
        boolean listsAll = RunKind.of(running) == RunKind.FULL || (isOfCatalogue(running) && !isUnchanged(running));
        if (!listsAll || running.getAcceptShrink() || before == null) {
            return false;
        }
        long missing = before - running.getListed();
        return missing > SHRINK_FLOOR && missing > before * SHRINK_SHARE;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
