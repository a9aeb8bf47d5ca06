package io.ptmtorrent.normalizer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.UpdateType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The normalizer's meters: {@code ptm.normalizer.observations}, {@code .updates}, {@code .deadletters},
 * {@code .requests} by lane, {@code .answers} by state.
 *
 * <p>For any thread. What a transaction counted stays counted when it is aborted; the exact numbers are on the topic
 * {@code statistics}.
 */
final class NormalizerMeters {
    private record Key(String name, String hub, Enum<?> outcome) {}

    private enum Lane {
        SMALL,
        LARGE
    }

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    NormalizerMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void observed(String hub, ObservationKind kind) {
        count("ptm.normalizer.observations", hub, kind);
    }

    void updated(String hub, UpdateType type) {
        count("ptm.normalizer.updates", hub, type);
    }

    void rejected(String hub, DeadLetterReason reason) {
        count("ptm.normalizer.deadletters", hub, reason);
    }

    void asked(String hub, boolean large) {
        count("ptm.normalizer.requests", hub, large ? Lane.LARGE : Lane.SMALL);
    }

    void answered(String hub, FileState state) {
        count("ptm.normalizer.answers", hub, state);
    }

    private void count(String name, String hub, Enum<?> outcome) {
        counters.computeIfAbsent(
                        new Key(name, hub, outcome),
                        key -> registry.counter(
                                name, "hub", hub, "outcome", key.outcome().name()))
                .increment();
    }
}
