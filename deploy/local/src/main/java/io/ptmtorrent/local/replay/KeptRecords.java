package io.ptmtorrent.local.replay;

import io.ptmtorrent.contract.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single records by their coordinates, where their topics keep them. For one thread. */
final class KeptRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable TopicPartition partition;
    private long first;
    private long end;

    KeptRecords(KafkaSettings kafka) {
        Properties config = kafka.consumer();
        config.put("max.poll.records", "1");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The record there; null where it is kept no longer, or was taken back by its transaction. */
    @Nullable
    ConsumerRecord<byte[], byte[]> at(TopicPartition where, long offset) {
        if (!where.equals(partition)) {
            open(where);
        }
        if (offset < first || offset >= end) {
            return null;
        }
        consumer.seek(where, offset);
        while (consumer.position(where) <= offset) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == offset ? record : null;
            }
        }
        return null;
    }

    private void open(TopicPartition where) {
        List<TopicPartition> one = List.of(where);
        consumer.assign(one);
        first = Objects.requireNonNull(consumer.beginningOffsets(one).get(where));
        end = Objects.requireNonNull(consumer.endOffsets(one).get(where));
        partition = where;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
