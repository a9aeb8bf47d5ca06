package io.ptmtorrent.local.rejudge;

import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.inspection.judge.Rejudgement;
import io.ptmtorrent.inspection.judge.RuleSet;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Judges the reports of all stored objects again, without reading one.
 *
 * <pre>
 * artifacts ─► report ─► the new rules ─► another report? ─► artifact-results (REJUDGED) ─► the ledger ─► artifacts
 * </pre>
 *
 * The ledger's row alone writes an artifact, so that an object which is lost meanwhile does not come back. For one thread.
 */
public final class Rejudging {
    private final KafkaSettings kafka;
    private final RuleSet rules;
    private final Clock clock;

    public Rejudging(KafkaSettings kafka, RuleSet rules, Clock clock) {
        this.kafka = kafka;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Reads the topic to its present end, and sends what has changed.
     *
     * @param plan whether nothing is sent
     * @return how many reports went from one verdict to another, or stayed
     * @throws IOException when Kafka did not take a record
     */
    public SortedMap<Change, Long> run(boolean plan) throws IOException, InterruptedException {
        Map<String, ArtifactResult> changed = new HashMap<>();
        Map<String, Change> changes = new HashMap<>();
        try (TopicReader<Artifact> reader =
                TopicReader.open(kafka, kafka.topics().artifacts())) {
            reader.readToEnd(row -> judge(row.key(), row.value(), changed, changes));
        }
        if (!plan) {
            send(changed);
        }
        SortedMap<Change, Long> counts = new TreeMap<>();
        changes.values().forEach(change -> counts.merge(change, 1L, Long::sum));
        return counts;
    }

    /** The newest record of an object counts. */
    private void judge(
            String sha256,
            @Nullable Artifact artifact,
            Map<String, ArtifactResult> changed,
            Map<String, Change> changes) {
        changed.remove(sha256);
        changes.remove(sha256);
        Inspection held = artifact == null ? null : artifact.getInspection();
        if (artifact == null || held == null || artifact.getState() != ArtifactState.STORED) {
            return;
        }
        Inspection judged = Rejudgement.of(held, rules);
        changes.put(sha256, new Change(held.getVerdict(), judged.getVerdict()));
        if (!judged.equals(held)) {
            changed.put(sha256, result(artifact, judged));
        }
    }

    private ArtifactResult result(Artifact artifact, Inspection judged) {
        return ArtifactResult.newBuilder()
                .setKind(ArtifactKind.FILE)
                .setAttempt(0)
                .setState(ResultState.REJUDGED)
                .setSha256(artifact.getSha256())
                .setObjectKey(artifact.getObjectKey())
                .setVerification(Verification.NONE)
                .setAt(clock.instant())
                .setInspection(judged)
                .build();
    }

    private void send(Map<String, ArtifactResult> changed) throws IOException, InterruptedException {
        Topic<ArtifactResult> topic = kafka.topics().artifactResults();
        var values = RecordSerdes.serializer(kafka, topic);
        try (var producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), values)) {
            Map<String, Future<?>> sent = new HashMap<>();
            changed.forEach((sha256, result) ->
                    sent.put(sha256, producer.send(new ProducerRecord<>(topic.name(), "sha256:" + sha256, result))));
            for (Future<?> one : sent.values()) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka did not take a report: " + e.getMessage(), e.getCause());
        }
    }
}
