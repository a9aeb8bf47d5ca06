package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.checkpoint.CheckpointReader;
import io.ptmtorrent.crawler.checkpoint.HubCheckpoints;
import io.ptmtorrent.crawler.checkpoint.RunKind;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.wire.Letters;
import io.ptmtorrent.crawler.wire.Observations;
import io.ptmtorrent.crawler.wire.WireValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * One hub's runs in Kafka: each write is a transaction of one transactional id a hub, so the newest owner alone writes.
 *
 * <p>For one thread.
 */
final class KafkaCrawlLog implements CrawlLog {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final String hub;
    private final Supplier<ConsumerGroupMetadata> group;
    private final Clock clock;
    private final Topics topics;
    private final WireValues values;
    private final Producer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * Connects; writes nothing.
     *
     * @param group the newest membership of the consumer that reads the requests
     */
    KafkaCrawlLog(KafkaSettings settings, String hub, Supplier<ConsumerGroupMetadata> group, Clock clock) {
        this.settings = settings;
        this.hub = hub;
        this.group = group;
        this.clock = clock;
        this.topics = settings.topics();
        this.values = new WireValues(settings);
        this.producer =
                new KafkaProducer<>(properties(settings, hub), new StringSerializer(), new ByteArraySerializer());
    }

    private static Properties properties(KafkaSettings settings, String hub) {
        Properties properties = settings.producer();
        properties.put("transactional.id", settings.topics().prefix() + "crawl-" + hub);
        properties.put("transaction.timeout.ms", "10000");
        properties.put("max.block.ms", "10000");
        properties.put("request.timeout.ms", "5000");
        properties.put("delivery.timeout.ms", "9000");
        return properties;
    }

    @Override
    public HubCheckpoints take() throws InterruptedException {
        producer.initTransactions();
        // Their metadata first: an idempotent producer may lose its first batch on a topic just made (KAFKA-15591).
        List.of(topics.observations(), topics.crawlCheckpoints(), topics.deadLetters())
                .forEach(topic -> producer.partitionsFor(topic.name()));
        return CheckpointReader.read(settings, hub);
    }

    @Override
    public void write(List<RunStep> steps, @Nullable Ask ask) {
        producer.beginTransaction();
        try {
            steps.forEach(this::send);
            if (ask != null) {
                OffsetAndMetadata next = new OffsetAndMetadata(ask.offset() + 1);
                producer.sendOffsetsToTransaction(Map.of(ask.partition(), next), group.get());
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort(producer, e);
            throw e;
        }
        checkSends();
    }

    private void send(RunStep step) {
        Instant now = clock.instant();
        step.rows().forEach(row -> sendRow(step, row, now));
        step.rejects().forEach(reject -> sendLetter(step, reject, now));
        if (step.ends()) {
            sendRunEnd(step.checkpoint(), now);
        }
        String key = RunKind.of(step.checkpoint()).key(hub);
        send(new ProducerRecord<>(
                topics.crawlCheckpoints().name(), key, values.of(topics.crawlCheckpoints(), step.checkpoint())));
    }

    private void sendRow(RunStep step, HubRow row, Instant now) {
        String key = new ModelKey(hub, row.stableId()).toString();
        Observation listed =
                Observations.listed(hub, row, step.url(), step.checkpoint().getRunId(), now);
        send(new ProducerRecord<>(topics.observations().name(), key, values.of(topics.observations(), listed)));
    }

    private void sendLetter(RunStep step, HubReject reject, Instant now) {
        DeadLetter letter =
                Letters.about(reject, hub, step.url(), step.checkpoint().getRunId(), now);
        send(new ProducerRecord<>(topics.deadLetters().name(), hub, values.of(topics.deadLetters(), letter)));
    }

    private void sendRunEnd(CrawlCheckpoint ended, Instant now) {
        byte[] value = values.of(topics.observations(), Observations.runEnded(ended, now));
        String topic = topics.observations().name();
        producer.partitionsFor(topic)
                .forEach(partition -> send(new ProducerRecord<>(topic, partition.partition(), hub, value)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears what the future would say
    private void send(ProducerRecord<String, byte[]> entry) {
        producer.send(entry, (metadata, e) -> failure.compareAndSet(null, e));
    }

    private void checkSends() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException("a record of " + hub + " was not written", failed);
        }
    }

    /**
     * Frees the readers of these partitions at once; where it fails, the transaction times out or is shut out.
     *
     * <p>After a commit that timed out the producer takes nothing but that commit again, and says so by an
     * IllegalStateException (Kafka's {@code TransactionManager}); what became of it the next owner reads from the
     * checkpoint.
     */
    static void abort(Producer<?, ?> producer, KafkaException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
        values.close();
    }
}
