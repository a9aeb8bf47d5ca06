package io.ptmtorrent.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.ptmtorrent.avro.ArtifactResult;
import java.time.Duration;
import java.util.Locale;

/** What this module measures; tags are hub and outcome alone. For any number of threads. */
final class SinkMeters {
    private final MeterRegistry registry;

    SinkMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A request was answered, in so much time. */
    void answered(String hub, ArtifactResult result, Duration time) {
        Object outcome = result.getReason() == null ? result.getState() : result.getReason();
        String tag = outcome.toString().toLowerCase(Locale.ROOT);
        registry.counter("ptm.sink.results", "hub", hub, "outcome", tag).increment();
        registry.counter("ptm.sink.fetched.bytes", "hub", hub).increment((double) result.getFetchedBytes());
        if (result.getInspection() != null) {
            String verdict = result.getInspection().getVerdict().toString().toLowerCase(Locale.ROOT);
            registry.counter("ptm.sink.inspections", "hub", hub, "outcome", verdict)
                    .increment();
        }
        registry.timer("ptm.sink.work", "hub", hub, "outcome", tag).record(time);
    }

    /** A record could not be used. */
    void lettered() {
        registry.counter("ptm.sink.dead.letters").increment();
    }
}
