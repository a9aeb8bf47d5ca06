package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.wire.WireValues;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics of observations and dead letters, at least once. For any number of threads; flush and close for one. */
final class KafkaAnswerLog implements AnswerLog, AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Topics topics;
    private final WireValues values;
    private final Producer<String, byte[]> producer;
    private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();

    KafkaAnswerLog(KafkaSettings settings) {
        this.topics = settings.topics();
        this.values = new WireValues(settings);
        this.producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
        producer.partitionsFor(topics.observations().name());
    }

    @Override
    public void write(Observation observation) {
        String key = new ModelKey(observation.getHub(), observation.getStableId()).toString();
        send(topics.observations(), key, observation);
    }

    @Override
    public void write(DetailRequest about, DeadLetter letter) {
        write(new ModelKey(about.getHub(), about.getStableId()).toString(), letter);
    }

    /** Writes a dead letter about a record with this key. */
    void write(@Nullable String key, DeadLetter letter) {
        send(topics.deadLetters(), key, letter);
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, @Nullable String key, V value) {
        sent.add(producer.send(new ProducerRecord<>(topic.name(), key, bytes(topic, value))));
    }

    private <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
        synchronized (values) {
            return values.of(topic, value);
        }
    }

    /** Returns when the brokers have all that was written before; throws a KafkaException where they do not take it. */
    void flush() throws InterruptedException {
        producer.flush();
        for (Future<RecordMetadata> one = sent.poll(); one != null; one = sent.poll()) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new KafkaException("an answer was not written: " + e.getMessage(), e.getCause());
            }
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
        synchronized (values) {
            values.close();
        }
    }
}
