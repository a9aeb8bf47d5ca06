package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.ledger.Exits;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import io.ptmtorrent.normalizer.wire.RecordWriter;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Everything that leaves the ledger: encoded here, measured here, sent to the sink of its name. For the task's thread. */
final class LedgerOutbox implements Exits {
    /** Where records of one topic go. */
    private record Exit<V extends SpecificRecord>(String sink, RecordWriter<V> writer, int limit) {
        static <V extends SpecificRecord> Exit<V> to(String sink, Topic<V> topic, int schemaId) {
            return new Exit<>(sink, new RecordWriter<>(topic.valueType(), schemaId), topic.maxBytes());
        }
    }

    private final ProcessorContext<String, byte[]> context;
    private final Counters counters;
    private final NormalizerMeters meters;
    private final Exit<ArtifactRequest> small;
    private final Exit<ArtifactRequest> large;
    private final Exit<Answer> answers;
    private final Exit<Artifact> artifacts;
    private final Exit<Want> wants;
    private final Exit<ArtifactResult> results;
    private final Exit<Statistic> statistics;
    private final Exit<DeadLetter> letters;
    private long timestamp;
    private @Nullable Position position;
    private byte[] bytes = {};

    LedgerOutbox(ProcessorContext<String, byte[]> context, Wiring wiring, Counters counters) {
        this.context = context;
        this.counters = counters;
        meters = wiring.meters();
        Topics topics = wiring.topics();
        WireIds ids = wiring.ids();
        small = Exit.to(NormalizerTopology.ARTIFACT_REQUESTS, topics.artifactRequests(), ids.artifactRequest());
        large = Exit.to(
                NormalizerTopology.ARTIFACT_REQUESTS_LARGE, topics.artifactRequestsLarge(), ids.artifactRequestLarge());
        answers = Exit.to(NormalizerTopology.ANSWERS_OUT, topics.answers(), ids.answer());
        artifacts = Exit.to(NormalizerTopology.ARTIFACTS, topics.artifacts(), ids.artifact());
        wants = Exit.to(NormalizerTopology.STORED_AS, topics.wants(), ids.want());
        results = Exit.to(NormalizerTopology.LOST, topics.artifactResults(), ids.artifactResult());
        statistics = Exit.to(NormalizerTopology.LEDGER_STATISTICS, topics.statistics(), ids.statistic());
        letters = Exit.to(NormalizerTopology.LEDGER_DEAD_LETTERS, topics.deadLetters(), ids.deadLetter());
    }

    /** The record that is worked on from now on: dead letters tell of it. */
    void begin(Position position, Record<String, byte[]> record) {
        this.position = position;
        bytes = record.value() == null ? new byte[0] : record.value();
        timestamp = record.timestamp();
    }

    /** Time that the records get from now on, milliseconds since the epoch. */
    void setTime(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public boolean request(String requestKey, boolean isLarge, ArtifactRequest request) {
        boolean sent = send(isLarge ? large : small, requestKey, request);
        if (sent) {
            meters.asked(request.getHub(), isLarge);
        }
        return sent;
    }

    @Override
    public void answer(String modelKey, Answer answer) {
        meters.answered(hub(modelKey), answer.getState());
        sendOrFail(answers, modelKey, answer);
    }

    @Override
    public void artifact(String sha256, Artifact artifact) {
        sendOrFail(artifacts, sha256, artifact);
    }

    /** A tombstone. Kafka's Record has no annotations; a null value is allowed there. */
    @Override
    @SuppressWarnings("NullAway")
    public void noArtifact(String sha256) {
        context.forward(new Record<>(sha256, null, timestamp), NormalizerTopology.ARTIFACTS);
    }

    @Override
    public void storedAs(String requestKey, Want want) {
        sendOrFail(wants, requestKey, want);
    }

    @Override
    public void toldOf(String requestKey, ArtifactResult result) {
        sendOrFail(results, requestKey, result);
    }

    @Override
    public void letter(
            String requestKey, @Nullable String hub, @Nullable String url, DeadLetterReason reason, String message) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Position place = Objects.requireNonNull(position, "letters are of records");
        DeadLetter letter = DeadLetters.of(place, hub, url, bytes, new Defect(reason, message), now);
        sendOrFail(letters, DeadLetters.bounded(requestKey), letter);
        String group = hub == null ? Statistics.UNKNOWN_HUB : hub;
        counters.add(Statistics.DEAD_LETTERS, Statistics.ledger(group), 1);
        meters.rejected(group, reason);
    }

    void statistic(String key, Statistic value) {
        sendOrFail(statistics, key, value);
    }

    private static String hub(String modelKey) {
        int slash = modelKey.indexOf('/');
        return slash < 0 ? Statistics.UNKNOWN_HUB : modelKey.substring(0, slash);
    }

    private <V extends SpecificRecord> boolean send(Exit<V> exit, String key, V value) {
        byte[] framed = exit.writer().write(value);
        if (framed.length > exit.limit()) {
            return false;
        }
        context.forward(new Record<>(key, framed, timestamp), exit.sink());
        return true;
    }

    /** For what is made of bounded parts: larger, it would be a fault of ours, which no repetition mends. */
    private <V extends SpecificRecord> void sendOrFail(Exit<V> exit, String key, V value) {
        if (!send(exit, key, value)) {
            throw new IllegalStateException(
                    "sink " + exit.sink() + ": a record larger than " + exit.limit() + " bytes");
        }
    }
}
