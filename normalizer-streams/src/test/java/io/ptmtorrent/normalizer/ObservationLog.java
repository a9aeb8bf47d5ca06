package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes observations to a real topic as the crawler would, in order. */
final class ObservationLog implements AutoCloseable {
    private final Topic<Observation> topic;
    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<Observation> serializer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    ObservationLog(KafkaSettings kafka) {
        topic = kafka.topics().observations();
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        serializer = RecordSerdes.serializer(kafka, topic);
    }

    void write(Observation observation) {
        write(Observed.key(observation.getStableId()), serializer.serialize(topic.name(), observation));
    }

    void write(String key, byte[] value) {
        send(new ProducerRecord<>(topic.name(), key, value));
    }

    /** A run's end goes to every partition. */
    void writeToAll(Observation runEnd) {
        byte[] value = serializer.serialize(topic.name(), runEnd);
        for (int partition = 0; partition < topic.partitions(); partition++) {
            send(new ProducerRecord<>(topic.name(), partition, runEnd.getHub(), value));
        }
        settle();
    }

    private void send(ProducerRecord<String, byte[]> record) {
        sent.add(producer.send(record));
    }

    /** Returns when the broker has all. */
    private void settle() {
        producer.flush();
        sent.forEach(Future::resultNow);
        sent.clear();
    }

    @Override
    public void close() {
        settle();
        producer.close();
        serializer.close();
    }

    /** Reads topics from beginning to end, committed records alone. */
    static final class Reader {
        private final KafkaSettings kafka;

        Reader(KafkaSettings kafka) {
            this.kafka = kafka;
        }

        /** All records of a topic, each partition's in order. */
        <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(Topic<V> topic) {
            return read(topic.name(), RecordSerdes.deserializer(kafka, topic));
        }

        /** How many committed records a topic ever got that are there still. */
        int count(String topic) {
            return read(topic, new ByteArrayDeserializer()).size();
        }

        /** The newest value of each counter. */
        Map<String, Long> statistics() {
            Map<String, Long> newest = new TreeMap<>();
            for (ConsumerRecord<String, Statistic> row : read(kafka.topics().statistics())) {
                newest.put(row.key(), row.value().getValue());
            }
            return newest;
        }

        private <V> List<ConsumerRecord<String, V>> read(String topic, Deserializer<V> values) {
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            try (KafkaConsumer<String, V> consumer =
                    new KafkaConsumer<>(kafka.consumer(), new StringDeserializer(), values)) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                    consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                }
            }
            return records;
        }
    }
}
