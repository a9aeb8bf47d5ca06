package io.ptmtorrent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.ptmtorrent.avro.ModelMetrics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The genuine Confluent serdes write and read our records; they never register a schema on the way. */
class RecordSerdesTest {
    private static final String SCOPE = "record-serdes-test";

    private final KafkaSettings settings =
            new KafkaSettings("127.0.0.1:9092", "mock://" + SCOPE, new Topics("ptm.", 4), Map.of());
    private final Topic<ModelMetrics> topic = settings.topics().modelMetrics();
    private final ModelMetrics metrics = ModelMetrics.newBuilder()
            .setHub("huggingface")
            .setStableId("6a2cfbf15c4b5ce712d08eb6")
            .setAt(Instant.parse("2026-06-13T06:42:57.123Z"))
            .setDownloads(7L)
            .setDownloadsAllTime(null)
            .setLikes(1L)
            .setTrending(0.5)
            .build();

    @AfterEach
    void dropScope() {
        MockSchemaRegistry.dropScope(SCOPE);
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        // given
        MockSchemaRegistry.getClientForScope(SCOPE).register(topic.subject(), new AvroSchema(topic.valueSchema()));

        // when
        try (var serde = RecordSerdes.serde(settings, topic)) {
            byte[] bytes = serde.serializer().serialize(topic.name(), metrics);

            // then
            assertThat(serde.deserializer().deserialize(topic.name(), bytes)).isEqualTo(metrics);
            assertThat(serde.serializer().serialize(topic.name(), null)).isNull();
        }
    }

    @Test
    void refusesToRegisterASchemaOnTheWay() {
        try (var serde = RecordSerdes.serde(settings, topic)) {
            assertThatThrownBy(() -> serde.serializer().serialize(topic.name(), metrics))
                    .isInstanceOf(SerializationException.class);
        }
    }
}
