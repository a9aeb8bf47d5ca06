package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.normalizer.Ledger.Waiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package on a real broker: policy, observations and answers reach one task, and its state outlives it. */
final class PackagesIT {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path dir;

    @Test
    void aPackageThatAnotherInstanceOpenedIsCompletedFromItsRestoredState() throws Exception {
        // given
        try (LocalKafka broker = LocalKafka.start(dir.resolve("kafka"))) {
            KafkaSettings kafka = new KafkaSettings(
                    broker.bootstrapServers(), broker.registryUrl(), new Topics("ptm.", PARTITIONS), Map.of());
            try (TopicSetup setup = new TopicSetup(kafka, (short) 1, Map.of())) {
                setup.make();
            }
            Topics topics = kafka.topics();
            send(kafka, topics.policy(), "policy", Observed.policy(1, Artifacts.ALL));
            try (Normalizer first = start(kafka, "first");
                    ObservationLog log = new ObservationLog(kafka)) {
                log.write(listed("m1", "acme/m1", "'sha':'r1'", 1, NOON));
                awaitRecords(kafka, topics.detailRequests(), 1);
                log.write(detailed("m1", "r1", 0, true, small("a", 5, 5) + "," + large("b", 700, 7)));
                awaitRecords(kafka, topics.wants(), 2);
                assertThat(first.failure()).isEmpty();
            }

            // when
            try (Normalizer second = start(kafka, "second")) {
                answer(kafka, awaitRecords(kafka, topics.wants(), 2));
                answer(
                        kafka,
                        awaitRecords(kafka, topics.wants(), 3).stream()
                                .filter(want -> want.key().startsWith("manifest:"))
                                .toList());
                Package complete =
                        awaitRecords(kafka, topics.packages(), 1).getFirst().value();

                // then
                assertThat(complete.getState()).isEqualTo(PackageState.COMPLETE);
                assertThat(complete.getStored()).isEqualTo(2);
                assertThat(complete.getBytesStored()).isEqualTo(705);
                assertThat(second.failure()).isEmpty();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(totals(kafka))
                                .containsEntry("open", 0L)
                                .containsEntry("packages-complete", 1L)
                                .containsEntry("files-stored", 2L));
            }
        }
    }

    private Normalizer start(KafkaSettings kafka, String folder) {
        return Normalizer.start(kafka, NormalizerProcess.config(dir.resolve(folder)), new SimpleMeterRegistry());
    }

    private static <V extends SpecificRecord> List<ConsumerRecord<String, V>> awaitRecords(
            KafkaSettings kafka, Topic<V> topic, int count) {
        ObservationLog.Reader reader = new ObservationLog.Reader(kafka);
        return await().atMost(PATIENCE).until(() -> reader.read(topic), records -> records.size() >= count);
    }

    private static void answer(KafkaSettings kafka, List<ConsumerRecord<String, Want>> wants) {
        for (ConsumerRecord<String, Want> want : wants) {
            Waiter waiter = new Waiter(
                    want.key(),
                    want.value().getModel(),
                    want.value().getRevision(),
                    want.value().getPolicyVersion());
            send(kafka, kafka.topics().answers(), key("m1"), Ledger.answerTo(waiter, want.value(), FileState.STORED));
        }
    }

    private static <V extends SpecificRecord> void send(KafkaSettings kafka, Topic<V> topic, String key, V value) {
        try (KafkaProducer<String, V> producer =
                new KafkaProducer<>(kafka.producer(), new StringSerializer(), RecordSerdes.serializer(kafka, topic))) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic.name(), key, value));
            producer.flush();
            assertThat(sent.resultNow().hasOffset()).isTrue();
        }
    }

    private static Map<String, Long> totals(KafkaSettings kafka) {
        Map<String, Long> totals = new TreeMap<>();
        new ObservationLog.Reader(kafka)
                .statistics()
                .forEach((key, value) -> totals.merge(key.substring(0, key.indexOf('/')), value, Long::sum));
        return totals;
    }
}
