package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Block;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.RunEnd;
import io.ptmtorrent.normalizer.absence.AbsenceConfig;
import io.ptmtorrent.normalizer.absence.AbsenceScan;
import io.ptmtorrent.normalizer.absence.GoneConfig;
import io.ptmtorrent.normalizer.blocks.BlockScan;
import io.ptmtorrent.normalizer.blocks.Blocks;
import io.ptmtorrent.normalizer.details.DetailPages;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.models.ModelRow.Sighting;
import io.ptmtorrent.normalizer.models.ModelWalk;
import io.ptmtorrent.normalizer.packages.Packages;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.policy.Policies;
import io.ptmtorrent.normalizer.policy.PolicyScan;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.waits.DetailRequests;
import io.ptmtorrent.normalizer.waits.Wait;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;
import io.ptmtorrent.normalizer.wire.RecordReader.Undecodable;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns the observations and answers of one partition into models, updates, metrics, requests, wants and packages.
 *
 * <pre>
 * bytes ─► Observation ─► checked ─► LISTED     Listing: model, updates, metrics
 *   │           │            │       GONE       tombstones, update
 *   │           │            │       DETAILED   a sighting; Details: model, package
 *   │           │            │       REFUSED    the wait ends, or is due later
 *   │           │            │       RUN_ENDED  AbsenceScan: a scan begins
 *   ├─► Answer ─┤            │                  Packages: counted, manifest, complete
 *   └───────────┴────────────┴─────► dead letter
 * blocked ─► nothing
 * tick ─► a step of every scan, requests that are due
 * </pre>
 *
 * A Model is a pure function of its key's observations in offset order. Nothing from outside throws here: a record that
 * cannot be used is a dead letter. One thread.
 */
final class PartitionTask {
    private final ProcessorContext<String, byte[]> context;
    private final boolean asks;
    private final String answersTopic;
    private final RecordReader<Observation> observations;
    private final RecordReader<Answer> answers;
    private final KeyValueStore<String, byte[]> models;
    private final GoneConfig gone;
    private final NormalizerMeters meters;
    private final Outbox outbox;
    private final Counters counters;
    private final Rejections rejections;
    private final Updates updates;
    private final DetailRequests requests;
    private final Packages packages;
    private final Policies policies;
    private final Pursuit pursuit;
    private final Listing listing;
    private final Details details;
    private final AbsenceScan absence;
    private final PolicyScan policyScan;
    private final Blocks blocks;
    private final BlockScan blockScan;

    PartitionTask(ProcessorContext<String, byte[]> context, Wiring wiring) {
        this.context = context;
        asks = wiring.asks();
        int partition = context.taskId().partition();
        AbsenceConfig config = wiring.config().absence();
        KeyValueStore<String, byte[]> waits = context.getStateStore(NormalizerTopology.WAITS);
        KeyValueStore<String, byte[]> scans = context.getStateStore(NormalizerTopology.SCANS);
        models = context.getStateStore(NormalizerTopology.MODEL_ROWS);
        answersTopic = wiring.topics().answers().name();
        observations = new RecordReader<>(Observation.class, wiring.schemas());
        answers = new RecordReader<>(Answer.class, wiring.schemas());
        gone = wiring.config().gone();
        meters = wiring.meters();
        outbox = new Outbox(context, wiring.topics(), wiring.ids());
        counters = new Counters(context.getStateStore(NormalizerTopology.COUNTERS), partition);
        rejections = new Rejections(outbox, counters, meters, context::currentSystemTimeMs);
        updates = new Updates(outbox, counters, meters, partition);
        requests = new DetailRequests(
                models,
                waits,
                counters,
                config.credit(),
                config.step(),
                config.unanswered().toMillis(),
                outbox::request);
        packages = new Packages(
                context.getStateStore(NormalizerTopology.PACKAGE_ROWS),
                counters,
                new RecordReader<>(Package.class, wiring.schemas()),
                outbox);
        policies = new Policies(
                asks ? context.getStateStore(NormalizerTopology.POLICY) : null,
                new RecordReader<>(Policy.class, wiring.schemas()));
        ModelReader reader = new ModelReader(new RecordReader<>(Model.class, wiring.schemas()));
        DetailPages pages = new DetailPages(waits);
        pursuit = new Pursuit(policies, requests, pages, packages, reader, context::currentSystemTimeMs);
        listing = new Listing(models, reader, outbox, updates, pursuit);
        details = new Details(models, reader, outbox, pages, pursuit);
        absence = new AbsenceScan(models, scans, requests, counters, config.step(), pursuit::afterRun, this::stillGone);
        policyScan = new PolicyScan(policies, new ModelWalk(models), scans, counters, config.step(), pursuit::visit);
        blocks = new Blocks(
                context.getStateStore(NormalizerTopology.BLOCKS), new RecordReader<>(Block.class, wiring.schemas()));
        blockScan = new BlockScan(blocks, counters, config.step(), this::forget, packages::forget);
    }

    void process(Record<String, byte[]> record) {
        Position position = Position.of(context.recordMetadata().orElseThrow());
        outbox.setTime(record.timestamp());
        if (position.topic().equals(answersTopic)) {
            answered(record, position);
        } else {
            observed(record, position);
        }
        counters.writeUrgent(outbox::statistic);
    }

    private void observed(Record<String, byte[]> record, Position position) {
        updates.setOffset(position.offset());
        switch (observations.read(record.value())) {
            case Undecodable<Observation> bad ->
                rejections.reject(record, position, null, new Defect(DeadLetterReason.BAD_RECORD, bad.why()));
            case Decoded<Observation> read -> {
                Defect defect = apply(record.key(), read.value());
                if (defect != null) {
                    rejections.reject(record, position, read.value(), defect);
                }
            }
        }
    }

    private void answered(Record<String, byte[]> record, Position position) {
        switch (answers.read(record.value())) {
            case Undecodable<Answer> bad ->
                rejections.reject(record, position, null, new Defect(DeadLetterReason.BAD_RECORD, bad.why()));
            case Decoded<Answer> read -> {
                Answer answer = read.value();
                if (record.key() == null || lacksTheObject(answer)) {
                    String message = "an answer needs a model key, and " + answer.getState() + " sha256 and size";
                    rejections.reject(record, position, null, new Defect(DeadLetterReason.BAD_RECORD, message));
                } else {
                    packages.answered(record.key(), answer, context.currentSystemTimeMs());
                }
            }
        }
    }

    private static boolean lacksTheObject(Answer answer) {
        boolean there = answer.getState() == FileState.STORED || answer.getState() == FileState.DEDUPLICATED;
        return there && (answer.getSha256() == null || answer.getSize() == null);
    }

    /** A tick: the policy, one bounded step of every scan, and what is due. */
    void step(long now) {
        outbox.setTime(now);
        blockScan.step();
        if (asks) {
            stepAsking(now);
        }
        counters.writeUrgent(outbox::statistic);
    }

    private void stepAsking(long now) {
        policies.refresh();
        policyScan.step();
        absence.step(now);
        for (HubParser parser : Parsers.all()) {
            requests.askDue(parser.hub(), now);
        }
    }

    /** Nothing of it stays, but that it is blocked. */
    private void forget(String key, long at) {
        ModelRow row = row(key);
        if (row != null) {
            requests.end(key);
            models.delete(key);
            updates.forgotten(key, !row.isGone(), at);
            pursuit.gone(key);
        }
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
        if (key != null && blocks.isModel(key)) {
            return null;
        }
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
        requests.seen(key, observation.getRunId());
        return defect;
    }

    private @Nullable Defect detailed(String key, Observation observation) {
        ModelRow row = row(key);
        requests.seen(key, observation.getRunId());
        return row == null ? null : details.apply(key, listing.sighted(key, row, observation.getRunId()), observation);
    }

    /** One older than the held sighting is an answer, and no news. */
    private @Nullable Defect gone(String key, Observation observation) {
        ModelRow row = row(key);
        long seenAt = observation.getSeenAt().toEpochMilli();
        if (row != null && !row.isGone() && seenAt < row.sighting().seenAt()) {
            requests.outdated(key, context.currentSystemTimeMs());
            return null;
        }
        requests.end(key);
        if (row == null || row.isGone()) {
            return null;
        }
        long runId = Math.max(observation.getRunId(), row.sighting().runId());
        Sighting last = new Sighting(runId, seenAt, row.sighting().popularity());
        models.put(key, ModelRow.gone(last, row.identity()).write());
        updates.disappeared(key, observation, row.identity());
        pursuit.gone(key);
        if (asks && gone.hides()) {
            outbox.dropManifests(key);
        }
        return null;
    }

    private void stillGone(String key, ModelRow row, long now) {
        if (gone.purges(row.sighting().seenAt(), now)) {
            models.delete(key);
            outbox.dropManifests(key);
        }
    }

    private @Nullable Defect refused(String key, Observation observation) {
        Instant retryAt = observation.getRetryAt();
        Wait ended = requests.refused(
                key,
                observation.getRevision(),
                retryAt == null ? null : retryAt.toEpochMilli(),
                context.currentSystemTimeMs());
        ModelRow row = ended == null || !ended.isForDetails() ? null : row(key);
        if (row != null && !row.isGone()) {
            pursuit.withoutDetails(key, row, observation.getReason());
        }
        return null;
    }

    private @Nullable Defect runEnded(Observation observation) {
        RunEnd run = observation.getRun();
        boolean complete = asks && run.getComplete() && run.getMode() == CrawlMode.FULL;
        absence.runEnded(observation.getHub(), observation.getRunId(), complete);
        return null;
    }

    private @Nullable ModelRow row(String key) {
        byte[] held = models.get(key);
        return held == null ? null : ModelRow.read(held);
    }
}
