package io.ptmtorrent.catalog.read;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of one topic, committed records alone, without a consumer group.
 *
 * <p>It starts at the beginning. A value that is no such record is logged, counted and skipped: one bad producer
 * blinds no reader. For one thread; {@link #wakeup()} may be called by any.
 */
public final class TopicReader<V extends SpecificRecord> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** There is no group to leave; without a limit, a fetch session that is not closed costs half a minute. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<V> values;
    private final Topic<V> topic;
    private final List<TopicPartition> partitions;
    private long unreadable;

    private TopicReader(KafkaConsumer<String, byte[]> consumer, Deserializer<V> values, Topic<V> topic) {
        this.consumer = consumer;
        this.values = values;
        this.topic = topic;
        partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Opens {@code topic} at its beginning; the caller closes the reader.
     *
     * <p>Throws {@link IllegalStateException} where the cluster has no such topic, other Kafka exceptions where it
     * does not answer.
     */
    public static <V extends SpecificRecord> TopicReader<V> open(KafkaSettings kafka, Topic<V> topic) {
        Properties config = kafka.consumer();
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            if (consumer.partitionsFor(topic.name()).isEmpty()) {
                throw new IllegalStateException("topic " + topic.name() + " does not exist on "
                        + kafka.bootstrapServers() + ": run ptm topics");
            }
            return new TopicReader<>(consumer, RecordSerdes.deserializer(kafka, topic), topic);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Goes to the first record produced at or after {@code time} in every partition, to the end where there is none. */
    public void seekTo(Instant time) {
        Map<TopicPartition, Long> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        consumer.seekToEnd(partitions);
        found.forEach((partition, at) -> {
            if (at != null) {
                consumer.seek(partition, at.offset());
            }
        });
    }

    /** Goes to the end, settled now: what is committed after this call is read. */
    public void seekToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Where every partition ends now for a reader of committed records; transactions under way lie beyond. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /** Reads up to {@code ends}, as {@link #ends()} gave them, and a little beyond. */
    public void readTo(Map<TopicPartition, Long> ends, Consumer<Row<V>> sink) {
        while (!reached(ends)) {
            poll(POLL).forEach(sink);
        }
    }

    /** Reads what is there now. */
    public void readToEnd(Consumer<Row<V>> sink) {
        readTo(ends(), sink);
    }

    /** True once every position is at or beyond {@code ends}. */
    public boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /**
     * The next records, none after {@code wait}.
     *
     * <p>Throws {@link org.apache.kafka.common.errors.WakeupException} after {@link #wakeup()}.
     */
    public List<Row<V>> poll(Duration wait) {
        List<Row<V>> rows = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> rec : consumer.poll(wait)) {
            decode(rec, rows);
        }
        return rows;
    }

    /** Values skipped since they could not be read. */
    public long unreadable() {
        return unreadable;
    }

    /** Ends a poll under way, or the next one, by an exception. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
        values.close();
    }

    private void decode(ConsumerRecord<String, byte[]> rec, List<Row<V>> rows) {
        try {
            V value = rec.value() == null ? null : values.deserialize(topic.name(), rec.value());
            rows.add(
                    new Row<>(rec.partition(), rec.offset(), Instant.ofEpochMilli(rec.timestamp()), keyOf(rec), value));
        } catch (SerializationException e) {
            unreadable++;
            LOG.atWarn()
                    .addKeyValue("topic", rec.topic())
                    .addKeyValue("partition", rec.partition())
                    .addKeyValue("offset", rec.offset())
                    .log("Skipped a record that cannot be read: {}", e.getMessage());
        }
    }

    private static String keyOf(ConsumerRecord<String, byte[]> rec) {
        return rec.key() == null ? "" : rec.key();
    }
}
