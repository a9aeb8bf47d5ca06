package io.ptmtorrent.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.sink.SinkGroups;
import io.ptmtorrent.sink.store.ObjectKey;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that only answers: takes the requests of both lanes in batches from their share groups and says of each that it
 * is stored as announced. Nothing is fetched and nothing stored.
 *
 * <pre>
 * poll ─► a result for each ─► acknowledged by the broker ─► commit
 * </pre>
 */
final class AnsweringSink implements AutoCloseable {
    private static final String PROBE = "probe";
    private static final long MANIFEST_BYTES = 10_000;
    private static final int JOINING_SECONDS = 60;

    private final KafkaSettings kafka;
    private final CountDownLatch probes;
    private final List<Thread> lanes;
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;

    private AnsweringSink(KafkaSettings kafka) {
        this.kafka = kafka;
        probes = new CountDownLatch(kafka.topics().artifactRequests().partitions()
                + kafka.topics().artifactRequestsLarge().partitions());
        lanes = List.of(
                lane(kafka.topics().artifactRequests(), SinkGroups.small(kafka.topics())),
                lane(kafka.topics().artifactRequestsLarge(), SinkGroups.large(kafka.topics())));
    }

    /** Starts it; returns when every partition of both lanes has reached it. */
    static AnsweringSink start(KafkaSettings kafka) throws IOException, InterruptedException {
        AnsweringSink sink = new AnsweringSink(kafka);
        sink.lanes.forEach(Thread::start);
        try {
            sink.probe();
            return sink;
        } catch (IOException | RuntimeException e) {
            sink.close();
            throw e;
        }
    }

    /** Throws what ended a lane. */
    void check() throws IOException {
        Exception cause = failure;
        if (cause != null) {
            throw new IOException("the answering sink ended: " + cause, cause);
        }
    }

    private Thread lane(Topic<ArtifactRequest> topic, String group) {
        return Thread.ofPlatform().name("answering-" + topic.name()).unstarted(() -> work(topic, group));
    }

    private void probe() throws IOException, InterruptedException {
        Topic<ArtifactRequest> small = kafka.topics().artifactRequests();
        try (RecordWriter<ArtifactRequest> writer = new RecordWriter<>(kafka, small)) {
            for (Topic<ArtifactRequest> topic : List.of(small, kafka.topics().artifactRequestsLarge())) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    writer.write(topic, partition, PROBE, FileRequests.of(PROBE, "0".repeat(64), 1));
                }
            }
            writer.settle();
        }
        boolean joined = probes.await(JOINING_SECONDS, TimeUnit.SECONDS);
        check();
        if (!joined) {
            throw new IOException("the answering sink was given nothing for " + JOINING_SECONDS + " s");
        }
    }

    private void work(Topic<ArtifactRequest> topic, String group) {
        try (ShareConsumer<String, ArtifactRequest> consumer = new KafkaShareConsumer<>(
                        properties(group), new StringDeserializer(), RecordSerdes.deserializer(kafka, topic));
                RecordWriter<ArtifactResult> writer =
                        new RecordWriter<>(kafka, kafka.topics().artifactResults())) {
            consumer.subscribe(List.of(topic.name()));
            while (!stopped) {
                answer(consumer.poll(Duration.ofMillis(200)), writer);
                consumer.commitSync();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Properties properties(String group) {
        Properties properties = kafka.common();
        properties.put("group.id", group);
        properties.put("max.poll.records", "1000");
        return properties;
    }

    private void answer(ConsumerRecords<String, ArtifactRequest> requests, RecordWriter<ArtifactResult> writer)
            throws IOException, InterruptedException {
        for (ConsumerRecord<String, ArtifactRequest> request : requests) {
            if (request.key().equals(PROBE)) {
                probes.countDown();
            } else {
                writer.write(kafka.topics().artifactResults(), request.key(), stored(request));
            }
        }
        writer.settle();
    }

    private static ArtifactResult stored(ConsumerRecord<String, ArtifactRequest> entry) {
        ArtifactRequest request = entry.value();
        ArtifactResult.Builder result = ArtifactResult.newBuilder()
                .setKind(request.getKind())
                .setAttempt(request.getAttempt())
                .setState(ResultState.STORED)
                .setVerification(Verification.SHA256)
                .setUrl(request.getUrl())
                .setAt(Instant.now());
        if (request.getKind() == ArtifactKind.MANIFEST) {
            Manifest manifest = Objects.requireNonNull(request.getManifest());
            return result.setSha256(sha256(entry.key()))
                    .setSize(MANIFEST_BYTES)
                    .setObjectKey(ObjectKey.manifest(manifest.getHub(), manifest.getStableId(), manifest.getRevision())
                            .text())
                    .build();
        }
        String sha256 = Objects.requireNonNull(request.getSha256());
        long size = Objects.requireNonNull(request.getSize());
        return result.setSha256(sha256)
                .setSize(size)
                .setObjectKey(ObjectKey.blob(sha256).text())
                .setFetchedBytes(size)
                .build();
    }

    /** A digest that differs from manifest to manifest. */
    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread lane : lanes) {
                lane.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
