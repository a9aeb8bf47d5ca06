package io.ptmtorrent.crawler.wire;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;

/** Turns records into what a topic holds, and lets nothing pass that is too large for it. For one thread. */
public final class WireValues implements AutoCloseable {
    private final KafkaSettings settings;
    private final Map<String, Serializer<?>> serializers = new HashMap<>();

    public WireValues(KafkaSettings settings) {
        this.settings = settings;
    }

    /** The record's bytes; throws where the registry fails, or where a caller let a record grow too large. */
    public <V extends SpecificRecord> byte[] of(Topic<V> topic, V value) {
        byte[] bytes = serializer(topic).serialize(topic.name(), value);
        if (bytes.length > topic.maxBytes()) {
            throw new RecordTooLargeException(
                    "a record of " + bytes.length + " bytes for " + topic.name() + ", which takes " + topic.maxBytes());
        }
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return (Serializer<V>)
                serializers.computeIfAbsent(topic.name(), name -> RecordSerdes.serializer(settings, topic));
    }

    @Override
    public void close() {
        serializers.values().forEach(Serializer::close);
    }
}
