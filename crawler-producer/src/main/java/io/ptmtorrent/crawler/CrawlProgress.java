package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run of this process stands, as its last committed page left it.
 *
 * @param requestId the newest request that the run serves
 * @param listed rows that the run saw, over all processes that worked on it
 * @param since when this process began with the run
 * @param listedSince rows that this process saw since then: the basis of a rate
 * @param waitingUntil when the hub is asked again; null where nothing is wrong
 * @param waitingFor why it waits, for people; null where nothing is wrong
 * @param endedAt null while it is under way
 * @param complete whether it ended with all that its mode promises
 * @param endReason why it ended incomplete, for people; null otherwise
 */
public record CrawlProgress(
        String hub,
        long runId,
        String requestId,
        CrawlMode mode,
        long pages,
        long listed,
        long rejected,
        Instant since,
        long listedSince,
        @Nullable Instant waitingUntil,
        @Nullable String waitingFor,
        @Nullable Instant endedAt,
        boolean complete,
        @Nullable String endReason) {}
