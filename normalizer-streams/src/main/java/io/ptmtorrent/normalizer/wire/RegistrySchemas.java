package io.ptmtorrent.normalizer.wire;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The registry's schemas by id, through the genuine client, which keeps what it has seen.
 *
 * <p>For any thread.
 */
public final class RegistrySchemas implements AutoCloseable {
    private static final int CACHED = 1_000;
    private static final int NOT_FOUND = 404;

    private final SchemaRegistryClient client;

    /** Connects lazily; closed by the caller. */
    public RegistrySchemas(KafkaSettings settings) {
        RecordSerdes.trustOurRecords();
        client = SchemaRegistryClientFactory.newClient(
                List.of(settings.registryUrl()), CACHED, List.of(new AvroSchemaProvider()), settings.serde(), Map.of());
    }

    /**
     * Id under which the value's schema of {@code topic} is registered.
     *
     * @throws IOException when the registry cannot be reached, or does not know the schema
     */
    public int idOf(Topic<?> topic) throws IOException {
        try {
            return client.getId(topic.subject(), new AvroSchema(topic.valueSchema()));
        } catch (RestClientException e) {
            throw new IOException(
                    "schema registry, subject " + topic.subject() + ": " + e.getMessage()
                            + "; are the topics made? (ptm topics)",
                    e);
        }
    }

    /**
     * The Avro schema with an id; empty where the registry has none.
     *
     * @throws UncheckedIOException when the registry cannot be asked: then nothing can be said of the record
     */
    Optional<Schema> byId(int id) {
        try {
            ParsedSchema schema = client.getSchemaById(id);
            return schema.rawSchema() instanceof Schema avro ? Optional.of(avro) : Optional.empty();
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new UncheckedIOException(new IOException("schema registry, id " + id + ": " + e.getMessage(), e));
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("schema registry, id " + id + ": " + e.getMessage(), e));
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
