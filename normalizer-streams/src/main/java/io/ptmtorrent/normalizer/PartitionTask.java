package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.RunEnd;
import io.ptmtorrent.normalizer.absence.AbsenceScan;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.models.ModelRow.Sighting;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;
import io.ptmtorrent.normalizer.wire.RecordReader.Undecodable;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns the observations of one partition into models, updates, metrics and requests.
 *
 * <pre>
 * bytes ─► Observation ─► checked ─► LISTED     Listing: model, updates, metrics
 *   │           │            │       GONE       tombstone, update
 *   │           │            │       DETAILED   a sighting
 *   │           │            │       REFUSED    AbsenceScan: the wait ends, or is due later
 *   │           │            │       RUN_ENDED  AbsenceScan: a scan begins
 *   └───────────┴────────────┴─────► dead letter
 * </pre>
 *
 * A Model is a pure function of its key's observations in offset order. Nothing from outside throws here: a record that
 * cannot be used is a dead letter. One thread.
 */
final class PartitionTask {
    private final ProcessorContext<String, byte[]> context;
    private final RecordReader<Observation> observations;
    private final KeyValueStore<String, byte[]> models;
    private final NormalizerMeters meters;
    private final Outbox outbox;
    private final Counters counters;
    private final Updates updates;
    private final Listing listing;
    private final AbsenceScan absence;

    PartitionTask(ProcessorContext<String, byte[]> context, Wiring wiring) {
        this.context = context;
        int partition = context.taskId().partition();
        models = context.getStateStore(NormalizerTopology.MODEL_ROWS);
        observations = new RecordReader<>(Observation.class, wiring.schemas());
        meters = wiring.meters();
        outbox = new Outbox(context, wiring.topics(), wiring.ids());
        counters = new Counters(context.getStateStore(NormalizerTopology.COUNTERS), partition);
        updates = new Updates(outbox, counters, meters, partition);
        listing = new Listing(models, new RecordReader<>(Model.class, wiring.schemas()), outbox, updates);
        absence = new AbsenceScan(
                models,
                context.getStateStore(NormalizerTopology.SCANS),
                context.getStateStore(NormalizerTopology.WAITS),
                counters,
                wiring.config().absence(),
                outbox::request);
    }

    void process(Record<String, byte[]> record) {
        Position position = Position.of(context.recordMetadata().orElseThrow());
        outbox.setTime(record.timestamp());
        updates.setOffset(position.offset());
        switch (observations.read(record.value())) {
            case Undecodable<Observation> bad ->
                reject(record, position, null, new Defect(DeadLetterReason.BAD_RECORD, bad.why()));
            case Decoded<Observation> read -> {
                Defect defect = apply(record.key(), read.value());
                if (defect != null) {
                    reject(record, position, read.value(), defect);
                }
            }
        }
        counters.writeUrgent(outbox::statistic);
    }

    /** A tick: one bounded step of every scan, and what is due. */
    void askForTheAbsent(long now) {
        outbox.setTime(now);
        absence.step(now);
        for (HubParser parser : Parsers.all()) {
            absence.askDue(parser.hub(), now);
        }
        counters.writeUrgent(outbox::statistic);
    }

    /** A tick: the counters that changed. */
    void writeStatistics(long now) {
        outbox.setTime(now);
        counters.write(outbox::statistic);
    }

    private @Nullable Defect apply(String key, Observation observation) {
        Defect defect = ObservationCheck.defect(key, observation);
        if (defect != null) {
            return defect;
        }
        meters.observed(observation.getHub(), observation.getKind());
        return switch (observation.getKind()) {
            case LISTED -> listed(key, observation);
            case DETAILED -> detailed(key, observation);
            case GONE -> gone(key, observation);
            case REFUSED -> refused(key, observation);
            case RUN_ENDED -> runEnded(observation);
            case UNKNOWN -> throw new IllegalStateException("the check lets no UNKNOWN pass");
        };
    }

    private @Nullable Defect listed(String key, Observation observation) {
        Defect defect = listing.apply(key, observation);
        absence.answered(key, observation.getRunId());
        return defect;
    }

    private @Nullable Defect detailed(String key, Observation observation) {
        ModelRow row = row(key);
        if (row != null) {
            listing.sighted(key, row, observation.getRunId());
        }
        absence.answered(key, observation.getRunId());
        return null;
    }

    /** One older than the held sighting is an answer, and no news. */
    private @Nullable Defect gone(String key, Observation observation) {
        absence.gone(key);
        ModelRow row = row(key);
        long seenAt = observation.getSeenAt().toEpochMilli();
        if (row == null || row.isGone() || seenAt < row.sighting().seenAt()) {
            return null;
        }
        long runId = Math.max(observation.getRunId(), row.sighting().runId());
        Sighting last = new Sighting(runId, seenAt, row.sighting().popularity());
        models.put(key, ModelRow.gone(last, row.identity()).write());
        updates.disappeared(key, observation, row.identity());
        return null;
    }

    private @Nullable Defect refused(String key, Observation observation) {
        Instant retryAt = observation.getRetryAt();
        absence.refused(key, retryAt == null ? null : retryAt.toEpochMilli(), context.currentSystemTimeMs());
        return null;
    }

    private @Nullable Defect runEnded(Observation observation) {
        RunEnd run = observation.getRun();
        boolean complete = run.getComplete() && run.getMode() == CrawlMode.FULL;
        absence.runEnded(observation.getHub(), observation.getRunId(), complete);
        return null;
    }

    private void reject(
            Record<String, byte[]> record, Position position, @Nullable Observation observation, Defect defect) {
        String hub = knownHub(observation);
        byte[] bytes = unused(record.value(), observation);
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
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

    private @Nullable ModelRow row(String key) {
        byte[] held = models.get(key);
        return held == null ? null : ModelRow.read(held);
    }
}
