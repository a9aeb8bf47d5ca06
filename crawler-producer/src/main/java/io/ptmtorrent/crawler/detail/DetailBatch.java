package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.wire.Letters;
import io.ptmtorrent.crawler.wire.WireValues;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes as many requests as are looked up at the same time, and acknowledges them once their answers are in Kafka.
 *
 * <pre>
 *   poll ─► look up, each on a virtual thread, in less than the lock's time ─► send, flush ─► ACCEPT ─► commit
 * </pre>
 *
 * <p>For one thread.
 */
final class DetailBatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetailBatch.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** Less than the group's lock, so that no record is given to another while it is answered. */
    private static final long LOOKUP_SECONDS = 30;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Topics topics;
    private final ModelAnswer answer;
    private final BiConsumer<String, ObservationKind> answered;
    private final Clock clock;
    private final ShareConsumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final WireValues values;
    private final Deserializer<DetailRequest> requests;
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();

    /** A request, or why the record is none. */
    private record Taken(
            ConsumerRecord<String, byte[]> entry, @Nullable DetailRequest request, String fault) {}

    DetailBatch(
            KafkaSettings settings,
            ModelAnswer answer,
            int size,
            BiConsumer<String, ObservationKind> answered,
            Clock clock) {
        this.topics = settings.topics();
        this.answer = answer;
        this.answered = answered;
        this.clock = clock;
        this.values = new WireValues(settings);
        this.requests = RecordSerdes.deserializer(settings, topics.detailRequests());
        this.producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
        this.consumer = new KafkaShareConsumer<>(
                properties(settings, size), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topics.detailRequests().name()));
        producer.partitionsFor(topics.observations().name());
    }

    private static Properties properties(KafkaSettings settings, int size) {
        Properties properties = settings.common();
        properties.put("group.id", DetailGroup.name(settings.topics()));
        properties.put("share.acknowledgement.mode", "explicit");
        properties.put("share.acquire.mode", "record_limit");
        properties.put("max.poll.records", Integer.toString(size));
        return properties;
    }

    /** Answers the next requests, if there are any. */
    void answer() throws InterruptedException {
        List<Taken> taken = new ArrayList<>();
        consumer.poll(POLL).forEach(entry -> taken.add(read(entry)));
        if (taken.isEmpty()) {
            return;
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        taken.stream().filter(it -> it.request() == null).forEach(it -> sent.add(sendLetter(it)));
        lookUp(taken.stream()
                        .map(Taken::request)
                        .filter(java.util.Objects::nonNull)
                        .toList())
                .forEach(observation -> sent.add(send(observation)));
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            await(one);
        }
        taken.forEach(it -> consumer.acknowledge(it.entry(), AcknowledgeType.ACCEPT));
        consumer.commitSync()
                .forEach((partition, error) -> error.ifPresent(e -> LOG.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("partition", partition.partition())
                        .log("answered, but not acknowledged: {}", e.getMessage())));
    }

    private Taken read(ConsumerRecord<String, byte[]> entry) {
        try {
            DetailRequest request = requests.deserialize(entry.topic(), entry.value());
            if (request == null) {
                return new Taken(entry, null, "no detail request: a tombstone");
            }
            ModelKey key = new ModelKey(request.getHub(), request.getStableId());
            LOG.atDebug().addKeyValue("modelId", key).log("is asked");
            return new Taken(entry, request, "");
        } catch (RuntimeException e) {
            return new Taken(entry, null, "no detail request: " + e.getMessage());
        }
    }

    private List<Observation> lookUp(List<DetailRequest> asked) throws InterruptedException {
        List<Callable<Observation>> tasks = asked.stream()
                .map(request -> (Callable<Observation>) () -> answer.to(request))
                .toList();
        List<Future<Observation>> found = lookups.invokeAll(tasks, LOOKUP_SECONDS, TimeUnit.SECONDS);
        List<Observation> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            answers.add(result(found.get(i), asked.get(i)));
        }
        return answers;
    }

    private Observation result(Future<Observation> found, DetailRequest request) throws InterruptedException {
        try {
            return found.get();
        } catch (CancellationException e) {
            return answer.late(request);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lookup ended without an answer", e);
        }
    }

    private Future<RecordMetadata> send(Observation observation) {
        answered.accept(observation.getHub(), observation.getKind());
        String key = new ModelKey(observation.getHub(), observation.getStableId()).toString();
        byte[] value = values.of(topics.observations(), observation);
        return producer.send(new ProducerRecord<>(topics.observations().name(), key, value));
    }

    private Future<RecordMetadata> sendLetter(Taken taken) {
        DeadLetter letter = Letters.about(taken.entry(), DeadLetterReason.BAD_RECORD, taken.fault(), clock.instant());
        return producer.send(new ProducerRecord<>(
                topics.deadLetters().name(), taken.entry().key(), values.of(topics.deadLetters(), letter)));
    }

    private static void await(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new KafkaException("an answer was not written: " + e.getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
        consumer.close(CLOSE_PATIENCE);
        producer.close(CLOSE_PATIENCE);
        values.close();
        requests.close();
    }
}
