package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on a real broker and registry, with a sink that only answers. */
final class LedgerIT {
    private static final int PARTITIONS = 3;
    private static final int FILES = 400;
    private static final int POPULAR = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @TempDir
    Path dir;

    @Test
    void everyWaiterIsAnsweredOnceAlthoughTheTaskIsClosedAndItsStateRestoredOnTheWay() throws Exception {
        try (LocalKafka broker = LocalKafka.start(dir.resolve("kafka"))) {
            // given
            KafkaSettings kafka = new KafkaSettings(
                    broker.bootstrapServers(), broker.registryUrl(), new Topics("ledger.", PARTITIONS), Map.of());
            try (TopicSetup setup = new TopicSetup(kafka, (short) 1, Map.of())) {
                setup.make();
            }
            ObservationLog.Reader reader = new ObservationLog.Reader(kafka);
            Topics topics = kafka.topics();
            writeWants(kafka);

            // when
            try (Normalizer first = start(kafka, "first")) {
                await().atMost(PATIENCE)
                        .until(() -> reader.read(topics.artifactRequests()).size() >= 30);
                assertThat(first.failure()).isEmpty();
            }
            try (Normalizer second = start(kafka, "second")) {
                Set<String> done = new HashSet<>();
                await().atMost(PATIENCE).until(() -> {
                    answerNew(kafka, reader, done);
                    return reader.read(topics.answers()).size() >= FILES + POPULAR;
                });
                assertThat(second.failure()).isEmpty();
            }

            // then
            List<ConsumerRecord<String, Answer>> answers = reader.read(topics.answers());
            assertThat(answers)
                    .extracting(answer -> answer.key() + " " + answer.value().getRequestKey())
                    .hasSize(FILES + POPULAR)
                    .doesNotHaveDuplicates();
            assertThat(answers)
                    .filteredOn(answer -> answer.value().getState() == FileState.STORED)
                    .hasSize(FILES + 1);
            assertThat(reader.read(topics.artifactRequests()))
                    .extracting(ConsumerRecord::key)
                    .hasSize(FILES + 1)
                    .doesNotHaveDuplicates();
            assertThat(reader.read(topics.artifacts())).hasSize(1);
            assertThat(reader.read(topics.deadLetters())).isEmpty();
        }
    }

    private Normalizer start(KafkaSettings kafka, String state) {
        NormalizerConfig config = NormalizerConfig.from(
                dir.resolve(state), Map.of("normalizer.ledger.credit.small", "10", "normalizer.ledger.step", "50"));
        return Normalizer.start(kafka, config, new SimpleMeterRegistry());
    }

    /** Files known by their git ids alone turn out to be one content; another one is wanted by many. */
    private static void writeWants(KafkaSettings kafka) {
        try (Writer<Want> writer = new Writer<>(kafka, kafka.topics().wants())) {
            IntStream.range(0, FILES)
                    .forEach(n -> writer.write(
                            "git:huggingface/acme:%040x:5".formatted(n), want(Observed.key("one"), "f" + n)));
            IntStream.range(0, POPULAR)
                    .forEach(n -> writer.write("url:popular", want(Observed.key("m" + n), "popular")));
        }
    }

    /** Each request that has no result yet gets one. */
    private static void answerNew(KafkaSettings kafka, ObservationLog.Reader reader, Set<String> done) {
        try (Writer<ArtifactResult> writer = new Writer<>(kafka, kafka.topics().artifactResults())) {
            for (ConsumerRecord<String, ArtifactRequest> request :
                    reader.read(kafka.topics().artifactRequests())) {
                if (done.add(request.key() + " " + request.value().getAttempt())) {
                    writer.write(request.key(), stored(request.value()));
                }
            }
        }
    }

    private static Want want(String model, String file) {
        return Want.newBuilder()
                .setKind(WantKind.WANT)
                .setModel(model)
                .setRevision("r1")
                .setPolicyVersion(1)
                .setArtifact(ArtifactKind.FILE)
                .setSource(new Source(Observed.HUB, "https://huggingface.co/acme/one/resolve/r1/" + file, false))
                .setSize(5L)
                .build();
    }

    private static ArtifactResult stored(ArtifactRequest request) {
        return ArtifactResult.newBuilder()
                .setKind(request.getKind())
                .setAttempt(request.getAttempt())
                .setState(ResultState.STORED)
                .setSha256(SHA256)
                .setSize(5L)
                .setObjectKey("blobs/sha256/01/23/" + SHA256)
                .setVerification(Verification.GIT_SHA1)
                .setAt(Observed.NOON)
                .build();
    }

    /** Writes to a topic; closed, all of it is there. */
    private static final class Writer<V extends SpecificRecord> implements AutoCloseable {
        private final Topic<V> topic;
        private final Serializer<V> values;
        private final KafkaProducer<String, byte[]> producer;

        Writer(KafkaSettings kafka, Topic<V> topic) {
            this.topic = topic;
            values = RecordSerdes.serializer(kafka, topic);
            producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        }

        void write(String key, V value) {
            var unused = producer.send(new ProducerRecord<>(topic.name(), key, values.serialize(topic.name(), value)));
        }

        @Override
        public void close() {
            producer.close();
            values.close();
        }
    }
}
