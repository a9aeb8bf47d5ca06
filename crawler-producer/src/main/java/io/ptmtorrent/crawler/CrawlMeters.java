package io.ptmtorrent.crawler;

import io.micrometer.core.instrument.MeterRegistry;
import io.ptmtorrent.avro.ObservationKind;
import java.util.Locale;

/** What this module measures; tags are hub and outcome alone. For any number of threads. */
final class CrawlMeters {
    private static final String ROWS = "ptm.crawl.rows";
    private static final String PAGES = "ptm.crawl.pages";

    private final MeterRegistry registry;

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
        }
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
