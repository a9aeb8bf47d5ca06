package io.ptmtorrent.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What our code expects of any registry, asked by Confluent's own client. */
abstract class RegistryContract {
    private static final AvroSchema FIRST = schema("[{\"name\":\"hub\",\"type\":\"string\"}]");
    private static final AvroSchema SECOND = schema("[{\"name\":\"hub\",\"type\":\"string\"},"
            + "{\"name\":\"licence\",\"type\":[\"null\",\"string\"],\"default\":null}]");

    /** The registry's base address, compatibility set to FULL_TRANSITIVE. */
    abstract String url();

    /** Whether this registry takes the candidate for a schema that it has. */
    abstract boolean seesNoChange(CompatibilityCase changed);

    static List<CompatibilityCase> cases() {
        return CompatibilityCase.all();
    }

    @Test
    void aRegisteredSchemaIsReadBackByItsId() throws Exception {
        // given
        int id = client().register(subject(), FIRST);

        // when
        Object read = client().getSchemaById(id);

        // then
        assertThat(read).isEqualTo(FIRST);
    }

    @Test
    void registeringTwiceGivesTheSameIdAndOneVersion() throws Exception {
        // given
        String subject = subject();
        int id = client().register(subject, FIRST);

        // when
        int again = client().register(subject, FIRST);

        // then
        assertThat(again).isEqualTo(id);
        assertThat(client().getAllVersions(subject)).containsExactly(1);
    }

    @Test
    void theSameSchemaInSeveralSubjectsHasOneId() throws Exception {
        // given
        int id = client().register(subject(), FIRST);

        // when
        int other = client().register(subject(), FIRST);

        // then
        assertThat(other).isEqualTo(id);
    }

    @Test
    void aSchemaIsLookedUpWithoutRegisteringIt() throws Exception {
        // given
        String subject = subject();
        int id = client().register(subject, FIRST);

        // when, then
        assertThat(client().getId(subject, FIRST)).isEqualTo(id);
        assertThat(client().getVersion(subject, FIRST)).isEqualTo(1);
    }

    @Test
    void lookingUpAnUnknownSchemaOfAKnownSubjectSaysSo() throws Exception {
        // given
        String subject = subject();
        client().register(subject, FIRST);

        // when
        RestClientException refused =
                catchThrowableOfType(RestClientException.class, () -> client().getId(subject, SECOND));

        // then
        assertThat(refused.getStatus()).isEqualTo(404);
        assertThat(refused.getErrorCode()).isEqualTo(40403);
    }

    @Test
    void lookingUpInAnUnknownSubjectSaysSo() {
        // given
        String subject = subject();

        // when
        RestClientException refused =
                catchThrowableOfType(RestClientException.class, () -> client().getId(subject, FIRST));

        // then
        assertThat(refused.getStatus()).isEqualTo(404);
        assertThat(refused.getErrorCode()).isEqualTo(40401);
    }

    @Test
    void anUnknownIdSaysSo() {
        // given
        int unknown = 2_000_000;

        // when
        RestClientException refused =
                catchThrowableOfType(RestClientException.class, () -> client().getSchemaById(unknown));

        // then
        assertThat(refused.getErrorCode()).isEqualTo(40403);
    }

    @Test
    void theLatestVersionAndEachByNumberAreServed() throws Exception {
        // given
        String subject = subject();
        client().register(subject, FIRST);
        int id = client().register(subject, SECOND);

        // when
        SchemaMetadata latest = client().getLatestSchemaMetadata(subject);
        SchemaMetadata first = client().getSchemaMetadata(subject, 1);

        // then
        assertThat(latest.getId()).isEqualTo(id);
        assertThat(latest.getVersion()).isEqualTo(2);
        assertThat(new AvroSchema(latest.getSchema())).isEqualTo(SECOND);
        assertThat(new AvroSchema(first.getSchema())).isEqualTo(FIRST);
        assertThat(client().getAllSubjects()).contains(subject);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesACompatibleSchemaAndRefusesAnother(CompatibilityCase changed) throws Exception {
        // given
        String subject = subject();
        SchemaRegistryClient client = client();
        for (String earlier : changed.earlier()) {
            client.register(subject, new AvroSchema(earlier));
        }
        AvroSchema candidate = new AvroSchema(changed.candidate());

        // when
        int status = statusOf(() -> client.register(subject, candidate));

        // then
        boolean newVersion = changed.compatible() && !seesNoChange(changed);
        assertThat(status).isEqualTo(changed.compatible() ? 200 : 409);
        assertThat(client.getAllVersions(subject)).hasSize(changed.earlier().size() + (newVersion ? 1 : 0));
    }

    @Test
    void whetherASchemaWouldBeTakenCanBeAsked() throws Exception {
        // given
        String subject = subject();
        client().register(subject, FIRST);
        AvroSchema broken = schema("[{\"name\":\"id\",\"type\":\"string\"}]");

        // when, then
        assertThat(client().testCompatibility(subject, SECOND)).isTrue();
        assertThat(client().testCompatibility(subject, broken)).isFalse();
        assertThat(client().getAllVersions(subject)).containsExactly(1);
    }

    @Test
    void aRecordIsReadBackWithTheSchemaItWasWrittenWith() throws Exception {
        // given
        String topic = subject();
        client().register(topic + "-value", FIRST);
        GenericRecord seen = new GenericRecordBuilder(FIRST.rawSchema())
                .set("hub", "modelhub")
                .build();

        // when
        Object read = read(topic, write(topic, seen));

        // then
        assertThat(read).hasToString(seen.toString());
        assertThat(((GenericRecord) read).getSchema()).isEqualTo(FIRST.rawSchema());
    }

    @Test
    void recordsOfOldAndNewSchemasAreReadSideBySide() throws Exception {
        // given
        String topic = subject();
        client().register(topic + "-value", FIRST);
        byte[] old = write(topic, record(FIRST, "onnx-model-zoo"));
        client().register(topic + "-value", SECOND);
        byte[] fresh = write(topic, record(SECOND, "pytorch-hub"));

        // when
        List<Object> read = List.of(read(topic, old), read(topic, fresh));

        // then
        assertThat(read)
                .extracting(Object::toString)
                .containsExactly("{\"hub\": \"onnx-model-zoo\"}", "{\"hub\": \"pytorch-hub\", \"licence\": null}");
    }

    @Test
    void aServiceThatMayNotRegisterFailsOnAnUnknownSchema() throws Exception {
        // given
        String topic = subject();
        client().register(topic + "-value", FIRST);
        GenericRecord unknown = record(SECOND, "modelzoo");

        // when, then
        assertThatThrownBy(() -> write(topic, unknown)).isInstanceOf(SerializationException.class);
        assertThat(client().getAllVersions(topic + "-value")).containsExactly(1);
    }

    @Test
    void aSubjectMayHaveALevelOfItsOwn() throws Exception {
        // given
        String subject = subject();
        client().register(subject, FIRST);
        AvroSchema other = schema("[{\"name\":\"id\",\"type\":\"string\"}]");

        // when
        client().updateCompatibility(subject, "NONE");

        // then
        assertThat(client().getCompatibility(subject)).isEqualTo("NONE");
        assertThat(client().register(subject, other)).isPositive();
        assertThat(client().getCompatibility(null)).isEqualTo("FULL_TRANSITIVE");
    }

    /** A new one each time: it caches what it has seen. */
    final SchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(url(), 100);
    }

    static String subject() {
        return "contract-" + UUID.randomUUID();
    }

    private interface Call {
        void run() throws IOException, RestClientException;
    }

    private static int statusOf(Call call) throws IOException {
        try {
            call.run();
            return 200;
        } catch (RestClientException e) {
            return e.getStatus();
        }
    }

    private byte[] write(String topic, GenericRecord value) {
        Map<String, Object> config = Map.of("schema.registry.url", url(), "auto.register.schemas", "false");
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer(client(), config)) {
            return serializer.serialize(topic, value);
        }
    }

    private Object read(String topic, byte[] bytes) {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(client())) {
            return deserializer.deserialize(topic, bytes);
        }
    }

    private static GenericRecord record(AvroSchema schema, String hub) {
        return new GenericRecordBuilder(schema.rawSchema()).set("hub", hub).build();
    }

    private static AvroSchema schema(String fields) {
        return new AvroSchema(
                new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Seen\",\"fields\":" + fields + "}"));
    }
}
