package io.ptmtorrent.sink;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads requests, and tells a record that is none from a registry that does not answer. For one thread. */
final class Requests implements AutoCloseable {
    private static final int SERVER_ERROR = 500;

    private final Deserializer<ArtifactRequest> values;

    Requests(KafkaSettings settings) {
        this.values = RecordSerdes.deserializer(settings, settings.topics().artifactRequests());
    }

    /**
     * A record as it was taken.
     *
     * @param request null where the record is none
     * @param fault why it is none
     */
    record Taken(
            ConsumerRecord<String, byte[]> entry, @Nullable ArtifactRequest request, String fault) {
        int deliveries() {
            return entry.deliveryCount().orElse((short) 1);
        }
    }

    /** Throws a KafkaException where the registry cannot be asked; the record may be a good one. */
    Taken read(ConsumerRecord<String, byte[]> entry) {
        try {
            ArtifactRequest request = values.deserialize(entry.topic(), entry.value());
            boolean usable = request != null && entry.key() != null;
            return new Taken(entry, usable ? request : null, usable ? "" : "no artifact request: no key or no value");
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw new KafkaException("the schema registry does not answer: " + e.getMessage(), e);
            }
            return new Taken(entry, null, "no artifact request: " + e.getMessage());
        }
    }

    private static boolean isOutage(Throwable failure) {
        return switch (failure) {
            case SocketException lost -> true;
            case SocketTimeoutException slow -> true;
            case UnknownHostException unknown -> true;
            case RestClientException answer -> answer.getStatus() >= SERVER_ERROR;
            default -> failure.getCause() != null && isOutage(failure.getCause());
        };
    }

    @Override
    public void close() {
        values.close();
    }
}
