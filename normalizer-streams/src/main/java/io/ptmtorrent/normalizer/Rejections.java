package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns records that cannot be used into dead letters, and counts them. For the task's thread. */
final class Rejections {
    private final Outbox outbox;
    private final Counters counters;
    private final NormalizerMeters meters;
    private final LongSupplier clock;

    /** @param clock milliseconds since the epoch */
    Rejections(Outbox outbox, Counters counters, NormalizerMeters meters, LongSupplier clock) {
        this.outbox = outbox;
        this.counters = counters;
        this.meters = meters;
        this.clock = clock;
    }

    /** Rejects a record; {@code observation} is what could be read of it, null where it is none. */
    void reject(Record<String, byte[]> record, Position position, @Nullable Observation observation, Defect defect) {
        String hub = knownHub(observation);
        byte[] bytes = unused(record.value(), observation);
        Instant now = Instant.ofEpochMilli(clock.getAsLong());
        String key = record.key() == null ? null : DeadLetters.bounded(record.key());
        outbox.deadLetter(key, DeadLetters.of(position, observation, bytes, defect, now));
        counters.add(Statistics.DEAD_LETTERS, hub, 1);
        meters.rejected(hub, defect.reason());
    }

    /** Groups and tags stay few: a name that nobody knows is none. */
    private static String knownHub(@Nullable Observation observation) {
        return observation == null || Parsers.of(observation.getHub()).isEmpty()
                ? Statistics.UNKNOWN_HUB
                : observation.getHub();
    }

    /** The hub's own answer where there is one, else the record as it is. */
    private static byte[] unused(byte @Nullable [] value, @Nullable Observation observation) {
        ByteBuffer body = observation == null ? null : observation.getBody();
        if (body == null) {
            return value == null ? new byte[0] : value;
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }
}
