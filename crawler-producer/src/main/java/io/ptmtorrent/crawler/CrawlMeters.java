package io.ptmtorrent.crawler;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.crawler.checkpoint.RunKind;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What this module measures; tags are hub and outcome alone. For any number of threads. */
final class CrawlMeters {
    private static final String ROWS = "ptm.crawl.rows";
    private static final String PAGES = "ptm.crawl.pages";

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> knownUntil = new ConcurrentHashMap<>();

    CrawlMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A transaction was committed. */
    void committed(String hub, RunStep step) {
        count(ROWS, hub, "listed", step.rows().size());
        count(ROWS, hub, "rejected", step.rejects().size());
        if (!step.url().isEmpty()) {
            count(PAGES, hub, "committed", 1);
        }
        if (step.ends()) {
            count("ptm.crawl.runs", hub, step.checkpoint().getComplete() ? "complete" : "incomplete", 1);
            known(hub, step.checkpoint());
        }
    }

    /** What changed at the hub before that time is known; how far behind it this is, is now less that. */
    private void known(String hub, CrawlCheckpoint end) {
        Instant begin = end.getLastCompleteAt();
        if (begin != null && RunKind.of(end) != RunKind.LIMITED) {
            knownUntil.computeIfAbsent(hub, this::gauge).accumulateAndGet(begin.getEpochSecond(), Math::max);
        }
    }

    private AtomicLong gauge(String hub) {
        AtomicLong seconds = new AtomicLong();
        registry.gauge("ptm.crawl.known.until.seconds", Tags.of("hub", hub), seconds);
        return seconds;
    }

    /** A page came back unreadable and is asked for once more. */
    void unreadable(String hub) {
        count(PAGES, hub, "unreadable", 1);
    }

    /** A page did not come back. */
    void failed(String hub) {
        count(PAGES, hub, "failed", 1);
    }

    /** A detail request was answered. */
    void answered(String hub, ObservationKind answer) {
        count("ptm.crawl.details", hub, answer.name().toLowerCase(Locale.ROOT), 1);
    }

    private void count(String name, String hub, String outcome, double amount) {
        registry.counter(name, "hub", hub, "outcome", outcome).increment(amount);
    }
}
