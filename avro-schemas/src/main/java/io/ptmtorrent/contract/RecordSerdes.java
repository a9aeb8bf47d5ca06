package io.ptmtorrent.contract;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serdes of the topics' values: the genuine Confluent ones, typed.
 *
 * <p>Each call makes a new one, which the caller closes; Kafka clients do so. A null is a tombstone.
 */
public final class RecordSerdes {
    static {
        trustOurRecords();
    }

    private RecordSerdes() {}

    /**
     * Lets Avro make our generated records while it reads. Avro 1.12.2 makes no class that was not named to it; this
     * is the one place that names ours. Idempotent, for any thread.
     */
    public static void trustOurRecords() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getName().startsWith("io.ptmtorrent.avro.")));
    }

    /** Writes values of {@code topic}; an unregistered schema is an error, never registered on the way. */
    public static <V extends SpecificRecord> Serializer<V> serializer(KafkaSettings settings, Topic<V> topic) {
        KafkaAvroSerializer confluent = new KafkaAvroSerializer();
        confluent.configure(settings.serde(), false);
        return new Serializer<>() {
            @Override
            public byte @Nullable [] serialize(String name, @Nullable V value) {
                return confluent.serialize(name, value);
            }

            @Override
            public void close() {
                confluent.close();
            }
        };
    }

    /**
     * Reads values of {@code topic} as its generated class.
     *
     * <p>Throws {@link org.apache.kafka.common.errors.SerializationException} on bytes that are not such a record.
     */
    public static <V extends SpecificRecord> Deserializer<V> deserializer(KafkaSettings settings, Topic<V> topic) {
        KafkaAvroDeserializer confluent = new KafkaAvroDeserializer();
        confluent.configure(settings.serde(), false);
        return new Deserializer<>() {
            @Override
            public @Nullable V deserialize(String name, byte @Nullable [] bytes) {
                return topic.valueType().cast(confluent.deserialize(name, bytes));
            }

            @Override
            public @Nullable V deserialize(String name, Headers headers, byte @Nullable [] bytes) {
                return deserialize(name, bytes);
            }

            @Override
            public void close() {
                confluent.close();
            }
        };
    }

    /** Both directions. */
    public static <V extends SpecificRecord> Serde<V> serde(KafkaSettings settings, Topic<V> topic) {
        return Serdes.serdeFrom(serializer(settings, topic), deserializer(settings, topic));
    }
}
