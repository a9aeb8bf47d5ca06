package io.ptmtorrent.local.letgo;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes a few records and returns when the brokers have them. */
final class Records {
    private Records() {}

    /** One record; null for a tombstone. */
    static <V extends SpecificRecord> void send(KafkaSettings kafka, Topic<V> topic, String key, @Nullable V value)
            throws IOException, InterruptedException {
        try (KafkaProducer<String, V> producer = producer(kafka, topic)) {
            await(topic, List.of(producer.send(toRecord(topic, key, value))));
        }
    }

    static <V extends SpecificRecord> void send(KafkaSettings kafka, Topic<V> topic, Map<String, V> records)
            throws IOException, InterruptedException {
        try (KafkaProducer<String, V> producer = producer(kafka, topic)) {
            List<Future<?>> sent = new ArrayList<>();
            records.forEach((key, value) -> sent.add(producer.send(toRecord(topic, key, value))));
            await(topic, sent);
        }
    }

    private static <V extends SpecificRecord> KafkaProducer<String, V> producer(KafkaSettings kafka, Topic<V> topic) {
        return new KafkaProducer<>(kafka.producer(), new StringSerializer(), RecordSerdes.serializer(kafka, topic));
    }

    /** Kafka's record has no annotations; a null value is allowed there. */
    @SuppressWarnings("NullAway")
    private static <V extends SpecificRecord> ProducerRecord<String, V> toRecord(
            Topic<V> topic, String key, @Nullable V value) {
        return new ProducerRecord<>(topic.name(), key, value);
    }

    private static void await(Topic<?> topic, List<? extends Future<?>> sent) throws IOException, InterruptedException {
        try {
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka did not take a record of " + topic.name() + ": " + e.getMessage(), e);
        }
    }
}
