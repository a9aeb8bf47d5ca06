package io.ptmtorrent.crawler.wire;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.RunEnd;
import io.ptmtorrent.crawler.checkpoint.Runs;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import java.time.Instant;

/** Writes what a run sees as observations. Pure. */
public final class Observations {
    private static final int REASON_CHARS = 2000;

    private Observations() {}

    /** A row of a listing; its bytes are shared, not copied. */
    public static Observation listed(String hub, HubRow row, String url, long runId, Instant seenAt) {
        return new Observation(
                ObservationKind.LISTED,
                hub,
                row.stableId(),
                row.id(),
                row.revision(),
                url,
                seenAt,
                runId,
                null,
                null,
                null,
                null,
                null,
                null,
                row.body());
    }

    /**
     * A page of the list of a model's files, in answer to {@code request}; its bytes are shared, not copied.
     *
     * @param page counted from 0
     */
    public static Observation detailed(
            DetailRequest request, FilePage.Listed listed, int page, boolean last, Instant seenAt) {
        return answer(ObservationKind.DETAILED, request, listed.url(), seenAt)
                .setPage(page)
                .setLast(last)
                .setBody(listed.body())
                .build();
    }

    /** The hub's word that a model is no longer there, in answer to {@code request}. */
    public static Observation gone(DetailRequest request, Lookup.Gone gone, Instant seenAt) {
        return answer(ObservationKind.GONE, request, gone.url(), seenAt)
                .setReason(shortened(gone.reason()))
                .setSuccessor(gone.successor())
                .setBody(gone.body())
                .build();
    }

    /** The hub would not say, in answer to {@code request}. */
    public static Observation refused(DetailRequest request, Lookup.Refused refused, Instant seenAt) {
        return answer(ObservationKind.REFUSED, request, refused.url(), seenAt)
                .setReason(shortened(refused.reason()))
                .setRetryAt(refused.retryAt())
                .build();
    }

    private static Observation.Builder answer(ObservationKind kind, DetailRequest request, String url, Instant seenAt) {
        return Observation.newBuilder()
                .setKind(kind)
                .setHub(request.getHub())
                .setStableId(request.getStableId())
                .setId(request.getId())
                .setRevision(request.getRevision())
                .setSourceUrl(url)
                .setSeenAt(seenAt)
                .setRunId(request.getRunId());
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), REASON_CHARS));
    }

    /** The word to a partition that a run is over; an increment that read a whole catalogue was a full one. */
    public static Observation runEnded(CrawlCheckpoint ended, Instant seenAt) {
        boolean sawAll = Runs.sawAll(ended);
        return Observation.newBuilder()
                .setKind(ObservationKind.RUN_ENDED)
                .setHub(ended.getHub())
                .setSourceUrl(ended.getCursor() == null ? "" : ended.getCursor())
                .setSeenAt(seenAt)
                .setRunId(ended.getRunId())
                .setReason(ended.getEndReason() == null ? null : shortened(ended.getEndReason()))
                .setRun(new RunEnd(sawAll ? CrawlMode.FULL : ended.getMode(), sawAll, ended.getListed()))
                .build();
    }
}
