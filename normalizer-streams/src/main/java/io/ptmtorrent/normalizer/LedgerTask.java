package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.Block;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.normalizer.blocks.Blocks;
import io.ptmtorrent.normalizer.ledger.Ledger;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;
import io.ptmtorrent.normalizer.wire.RecordReader.Undecodable;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns the wants and results of one partition of request keys into requests, answers and artifacts.
 *
 * <p>Nothing from outside throws here: a record that cannot be used is a dead letter. One thread.
 */
final class LedgerTask {
    private final ProcessorContext<String, byte[]> context;
    private final String wantsTopic;
    private final RecordReader<Want> wants;
    private final RecordReader<ArtifactResult> results;
    private final LedgerOutbox outbox;
    private final Counters counters;
    private final Blocks blocks;
    private final Ledger ledger;

    LedgerTask(ProcessorContext<String, byte[]> context, Wiring wiring) {
        this.context = context;
        wantsTopic = wiring.topics().wants().name();
        wants = new RecordReader<>(Want.class, wiring.schemas());
        results = new RecordReader<>(ArtifactResult.class, wiring.schemas());
        counters = new Counters(
                context.getStateStore(NormalizerTopology.LEDGER_COUNTERS),
                context.taskId().partition());
        outbox = new LedgerOutbox(context, wiring, counters);
        blocks = new Blocks(
                context.getStateStore(NormalizerTopology.BLOCKS), new RecordReader<>(Block.class, wiring.schemas()));
        ledger = new Ledger(
                context.getStateStore(NormalizerTopology.LEDGER),
                counters,
                wiring.config().ledger(),
                blocks::isDigest,
                outbox);
    }

    void process(Record<String, byte[]> record) {
        Position position = Position.of(context.recordMetadata().orElseThrow());
        outbox.begin(position, record);
        if (record.key() == null) {
            bad("", "no key");
        } else if (position.topic().equals(wantsTopic)) {
            want(record);
        } else {
            result(record);
        }
    }

    /** A tick: what is left to be told, and what is due. */
    void step(long now) {
        outbox.setTime(now);
        if (blocks.refresh()) {
            blocks.digestKeys().forEach(key -> ledger.forbid(key, now));
        }
        ledger.step(now);
    }

    /** A tick: the counters that changed. */
    void writeStatistics(long now) {
        outbox.setTime(now);
        counters.write(outbox::statistic);
    }

    private void want(Record<String, byte[]> record) {
        switch (wants.read(record.value())) {
            case Undecodable<Want> bad -> bad(record.key(), bad.why());
            case Decoded<Want> read -> ledger.want(record.key(), read.value(), context.currentSystemTimeMs());
        }
    }

    private void result(Record<String, byte[]> record) {
        switch (results.read(record.value())) {
            case Undecodable<ArtifactResult> bad -> bad(record.key(), bad.why());
            case Decoded<ArtifactResult> read ->
                ledger.result(record.key(), read.value(), context.currentSystemTimeMs());
        }
    }

    private void bad(String key, String why) {
        outbox.letter(key, null, null, DeadLetterReason.BAD_RECORD, why);
    }
}
