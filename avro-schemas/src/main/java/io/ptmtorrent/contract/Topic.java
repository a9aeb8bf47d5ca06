package io.ptmtorrent.contract;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One topic: its name, what its key is, its value's schema, and how Kafka keeps it.
 *
 * <p>Keys are UTF-8 strings, values Avro in the Confluent wire format under subject {@code <name>-value}. Values of
 * this type are immutable.
 *
 * @param name full name, prefix included
 * @param key what the key says, for people
 * @param valueType generated class of the value
 * @param partitions number of partitions
 * @param growable true where a cluster's operator may add partitions at any time: nothing depends on which one a key is in
 * @param compacted true where the topic keeps the last record of each key, false where it keeps records for a time
 * @param retention how long records are kept; null for ever (and where compacted)
 * @param maxBytes largest serialized record, in bytes
 */
public record Topic<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> valueType,
        int partitions,
        boolean growable,
        boolean compacted,
        @Nullable Duration retention,
        int maxBytes) {

    private static final Pattern LEGAL_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** Room for a record batch's own header and the record's key. */
    private static final int BATCH_OVERHEAD = 64 * 1024;

    public Topic {
        if (!LEGAL_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "topic.prefix: '" + name + "' is no topic name; allowed are 1 to 249 of a-z A-Z 0-9 . _ -");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException(name + ": partitions must be at least 1, not " + partitions);
        }
    }

    /** The value's schema as it is registered: without the Java hints that the code generator adds. */
    public Schema valueSchema() {
        return WireSchemas.of(SpecificData.get().getSchema(valueType));
    }

    /** Name under which the registry keeps the value's schema. */
    public String subject() {
        return name + "-value";
    }

    /** What the topic is created with and checked against; the broker's own defaults for all else. */
    public Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", compacted ? "compact" : "delete");
        if (!compacted) {
            config.put("retention.ms", retention == null ? "-1" : Long.toString(retention.toMillis()));
            config.put("retention.bytes", "-1");
        }
        config.put("compression.type", "producer");
        config.put("max.message.bytes", Integer.toString(maxBytes + BATCH_OVERHEAD));
        return config;
    }
}
