package io.ptmtorrent.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaIT {
    private static final Schema SCHEMA = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"Seen\",\"fields\":[{\"name\":\"hub\",\"type\":\"string\"}]}");

    @TempDir
    Path dir;

    @Test
    void anAvroRecordWrittenBeforeARestartIsReadAfterIt() throws Exception {
        // given
        GenericRecord seen =
                new GenericRecordBuilder(SCHEMA).set("hub", "modelhub").build();
        try (LocalKafka kafka = LocalKafka.start(dir)) {
            write(kafka, seen);
        }

        // when
        List<ConsumerRecord<String, Object>> read;
        try (LocalKafka kafka = LocalKafka.start(dir)) {
            read = readAll(kafka);
        }

        // then
        assertThat(read).hasSize(1);
        assertThat(read.getFirst().key()).isEqualTo("modelhub/1");
        assertThat(GenericData.get().compare(read.getFirst().value(), seen, SCHEMA))
                .isZero();
    }

    private static void write(LocalKafka kafka, GenericRecord value) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("seen", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        Map<String, Object> config = settings(kafka);
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", KafkaAvroSerializer.class);
        try (KafkaProducer<String, Object> producer = new KafkaProducer<>(config)) {
            producer.send(new ProducerRecord<>("seen", "modelhub/1", value)).get();
        }
    }

    private static List<ConsumerRecord<String, Object>> readAll(LocalKafka kafka) {
        Map<String, Object> config = settings(kafka);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", KafkaAvroDeserializer.class);
        TopicPartition partition = new TopicPartition("seen", 0);
        try (KafkaConsumer<String, Object> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofMinutes(5)).records(partition);
        }
    }

    private static Map<String, Object> settings(LocalKafka kafka) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("schema.registry.url", kafka.registryUrl());
        return config;
    }
}
