package io.ptmtorrent.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Topics of one test on a broker that tests share, and what a test asks of them. */
final class Stage {
    static final Duration PATIENCE = Duration.ofMinutes(5);
    static final Consumer<Throwable> NOTHING_FATAL = failure -> {};
    private static final Duration LOCK = Duration.ofSeconds(8);

    final KafkaSettings settings;
    final Topics topics;

    Stage(LocalKafka kafka, String prefix) throws IOException, InterruptedException {
        this(kafka.bootstrapServers(), kafka.registryUrl(), prefix);
    }

    Stage(String bootstrapServers, String registryUrl, String prefix) throws IOException, InterruptedException {
        topics = new Topics(prefix, 3);
        settings = new KafkaSettings(bootstrapServers, registryUrl, topics, Map.of());
        Map<String, Map<String, String>> groups = new HashMap<>();
        SinkGroups.settings(topics).forEach((group, values) -> {
            Map<String, String> shorter = new HashMap<>(values);
            shorter.put("share.record.lock.duration.ms", Long.toString(LOCK.toMillis()));
            groups.put(group, shorter);
        });
        try (TopicSetup setup = new TopicSetup(settings, (short) 1, groups)) {
            setup.make();
        }
    }

    /** Lets groups have a lock as short as the tests need. */
    static Map<String, String> broker() {
        return Map.of("group.share.min.record.lock.duration.ms", "1000");
    }

    static SinkConfig config(String... changes) {
        Map<String, String> settings = new HashMap<>(Map.of("sink.large", "2", "sink.drain", "PT1S"));
        for (int i = 0; i < changes.length; i += 2) {
            settings.put(changes[i], changes[i + 1]);
        }
        return SinkConfig.from(settings);
    }

    Sink sink(HubHttp http, ObjectStore store, String... changes) {
        return Sink.start(settings, config(changes), http, store, new SimpleMeterRegistry(), NOTHING_FATAL);
    }

    static ArtifactRequest.Builder file(String url) {
        return ArtifactRequest.newBuilder()
                .setKind(ArtifactKind.FILE)
                .setAttempt(1)
                .setHub("huggingface")
                .setModel("huggingface/62a1")
                .setUrl(url);
    }

    void ask(Topic<ArtifactRequest> lane, Map<String, ArtifactRequest> requests) throws Exception {
        try (var values = RecordSerdes.serializer(settings, lane)) {
            Map<String, byte[]> all = new HashMap<>();
            requests.forEach((key, request) -> all.put(key, values.serialize(lane.name(), request)));
            send(lane, all);
        }
    }

    void send(Topic<ArtifactRequest> lane, Map<String, byte[]> values) throws Exception {
        try (var producer =
                new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            values.forEach((key, value) -> sent.add(producer.send(new ProducerRecord<>(lane.name(), key, value))));
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    /** The results by request key, once there are so many; a second result of a key is an error of the test's subject. */
    Map<String, ArtifactResult> results(int count) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> committed(topics.artifactResults()).stream()
                                .collect(Collectors.toMap(ConsumerRecord::key, ConsumerRecord::value)),
                        it -> it.size() >= count);
    }

    /** The keys that were answered so far, each once. */
    Set<String> answered() {
        return committed(topics.artifactResults()).stream()
                .map(ConsumerRecord::key)
                .collect(Collectors.toSet());
    }

    /** Waits until so many keys are answered. */
    void awaitAnswered(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> answered().size() >= count);
    }

    List<DeadLetter> letters(int count) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> committed(topics.deadLetters()).stream()
                                .map(ConsumerRecord::value)
                                .toList(),
                        it -> it.size() >= count);
    }

    /** Everything in a topic that a read_committed reader sees. */
    <V extends SpecificRecord> List<ConsumerRecord<String, V>> committed(Topic<V> topic) {
        var values = RecordSerdes.deserializer(settings, topic);
        try (var consumer = new KafkaConsumer<>(settings.consumer(), new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, V>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }
}
