package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.crawler.checkpoint.HubCheckpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says when an increment is due that nobody asked for. Pure.
 *
 * @param every how long after the last run began; null: never
 */
record RunTimer(@Nullable Duration every) {

    /** Whether it is due, {@code takenAt} being when this process took the hub. */
    boolean isDue(HubCheckpoints known, Instant takenAt, Instant now) {
        if (every == null) {
            return false;
        }
        Instant last = known.lastStart();
        return !now.isBefore((last == null ? takenAt : last).plus(every));
    }

    /** What it asks for: like a person, it does not know whether a full run is due. */
    CrawlRequest request(String hub, Instant now) {
        return CrawlRequest.newBuilder()
                .setRequestId("timer-" + UUID.randomUUID())
                .setHub(hub)
                .setMode(CrawlMode.INCREMENTAL)
                .setRequestedAt(now)
                .build();
    }
}
