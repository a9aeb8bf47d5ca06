package io.ptmtorrent.benchmarks;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes records of one type in batches, and says when the broker has them. For one thread. */
final class RecordWriter<V extends SpecificRecord> implements AutoCloseable {
    private final KafkaProducer<String, V> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    RecordWriter(KafkaSettings kafka, Topic<V> type) {
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), RecordSerdes.serializer(kafka, type));
    }

    void write(Topic<V> topic, String key, V value) {
        write(topic, null, key, value);
    }

    /** @param partition null: by the key */
    void write(Topic<V> topic, @Nullable Integer partition, String key, V value) {
        sent.add(producer.send(new ProducerRecord<>(topic.name(), partition, key, value)));
    }

    /** Returns when the broker has all. */
    void settle() throws IOException, InterruptedException {
        producer.flush();
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a record was not written: " + e.getMessage(), e.getCause());
        }
        sent.clear();
    }

    @Override
    public void close() {
        producer.close();
    }
}
