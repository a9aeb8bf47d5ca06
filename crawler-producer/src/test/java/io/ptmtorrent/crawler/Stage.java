package io.ptmtorrent.crawler;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.checkpoint.CheckpointReader;
import io.ptmtorrent.crawler.detail.DetailGroup;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real broker with the topics on it, and what a test asks of it. */
final class Stage implements AutoCloseable {
    static final String HUB = "huggingface";
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path dir;
    private final LocalKafka kafka;
    final KafkaSettings settings;

    Stage(Path dir) throws IOException, InterruptedException {
        this(dir, Map.of());
    }

    /** @param ofGroup settings of the detail requests' group over its own */
    Stage(Path dir, Map<String, String> ofGroup) throws IOException, InterruptedException {
        this.dir = dir;
        kafka = LocalKafka.start(dir);
        settings = new KafkaSettings(kafka.bootstrapServers(), kafka.registryUrl(), new Topics("test.", 3), Map.of());
        Map<String, Map<String, String>> groups = new HashMap<>();
        DetailGroup.settings(settings.topics()).forEach((group, own) -> {
            Map<String, String> all = new HashMap<>(own);
            all.putAll(ofGroup);
            groups.put(group, all);
        });
        try (TopicSetup setup = new TopicSetup(settings, (short) 1, groups)) {
            setup.make();
        }
    }

    static CrawlerConfig config(String... changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "crawler.session-timeout", "PT6S",
                "crawler.first-backoff", "PT0.05S",
                "crawler.page-size", "100"));
        for (int i = 0; i < changes.length; i += 2) {
            settings.put(changes[i], changes[i + 1]);
        }
        return CrawlerConfig.from(settings);
    }

    static HubHttp http(URI hub) {
        return HubHttp.create(
                HubHttpConfig.defaults("test").withEndpoints(List.of(new Endpoint("huggingface.co", hub))),
                new SimpleMeterRegistry());
    }

    Crawler crawler(HubHttp http, CrawlerConfig config) {
        return Crawler.start(settings, config, http, new SimpleMeterRegistry());
    }

    void ask(CrawlRequest request) throws IOException, InterruptedException {
        CrawlRequests.send(settings, List.of(request));
    }

    /** Asks and waits for the end of the run. */
    CrawlCheckpoint crawl(CrawlRequest request) throws IOException, InterruptedException {
        ask(request);
        return awaitEnd(request);
    }

    CrawlCheckpoint awaitEnd(CrawlRequest request) throws IOException, InterruptedException {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(400))
                    .until(
                            () -> CheckpointReader.read(settings, HUB).all().stream()
                                    .filter(it -> it.getRequestId().equals(request.getRequestId()))
                                    .filter(it -> it.getEndedAt() != null)
                                    .findAny(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            ThreadDumps.write(dir);
            throw e;
        }
    }

    List<Observation> observations() {
        return committed(settings.topics().observations()).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    List<Observation> observations(ObservationKind kind) {
        return observations().stream().filter(it -> it.getKind() == kind).toList();
    }

    List<String> listedIds() {
        return observations(ObservationKind.LISTED).stream()
                .map(Observation::getStableId)
                .sorted()
                .toList();
    }

    List<DeadLetter> deadLetters() {
        return committed(settings.topics().deadLetters()).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /** Everything in a topic that a read_committed reader sees. */
    <V extends SpecificRecord> List<ConsumerRecord<String, V>> committed(Topic<V> topic) {
        var values = RecordSerdes.deserializer(settings, topic);
        try (var consumer = new KafkaConsumer<>(settings.consumer(), new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .collect(Collectors.toList());
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

    /** Lets a hub's answer wait; an interrupt ends that. */
    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
