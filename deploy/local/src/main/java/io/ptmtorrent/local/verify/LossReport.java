package io.ptmtorrent.local.verify;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the ledger which objects are lost, as results that nobody asked for. For one thread. */
final class LossReport implements Pass.Losses, AutoCloseable {
    private final Topic<ArtifactResult> topic;
    private final KafkaProducer<String, ArtifactResult> producer;
    private final Clock clock;

    LossReport(KafkaSettings kafka, Clock clock) {
        topic = kafka.topics().artifactResults();
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), RecordSerdes.serializer(kafka, topic));
        this.clock = clock;
    }

    /** Returns when the brokers have it. */
    @Override
    public void lost(Claim claim) throws IOException, InterruptedException {
        ArtifactResult result = ArtifactResult.newBuilder()
                .setKind(claim.isManifest() ? ArtifactKind.MANIFEST : ArtifactKind.FILE)
                .setAttempt(0)
                .setState(ResultState.LOST)
                .setSha256(claim.sha256())
                .setObjectKey(claim.object().text())
                .setVerification(Verification.NONE)
                .setAt(clock.instant())
                .build();
        try {
            producer.send(new ProducerRecord<>(topic.name(), claim.requestKey(), result))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("Kafka did not take that " + claim.object() + " is lost: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
