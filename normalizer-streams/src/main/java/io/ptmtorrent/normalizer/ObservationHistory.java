package io.ptmtorrent.normalizer;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The observations that are there, and how far a normalizer's group has read them.
 *
 * <p>Where a partition ends is asked once, when this is opened. For one thread.
 */
public final class ObservationHistory implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;
    private static final Duration POLL = Duration.ofMillis(200);

    /** A normalizer that was killed is a member of its group until its session ends. */
    private static final Duration LEAVING = Duration.ofSeconds(15);

    private final Admin admin;
    private final String group;

    /** The first offset of each partition, and the one behind its last record; equal where it is empty. */
    private final Map<TopicPartition, Range> ranges;

    private record Range(long first, long end) {
        long size() {
            return end - first;
        }
    }

    private ObservationHistory(Admin admin, String group, Map<TopicPartition, Range> ranges) {
        this.admin = admin;
        this.group = group;
        this.ranges = ranges;
    }

    /**
     * Looks where the observations begin and end.
     *
     * @param kafka of the normalizer that reads them: its group is meant
     * @param observations the topic; not always one of {@code kafka}'s, and any other that a normalizer reads
     * @throws IOException when the cluster does not answer
     */
    public static ObservationHistory of(KafkaSettings kafka, Topic<?> observations) throws IOException {
        Admin admin = Admin.create(kafka.common());
        try {
            return new ObservationHistory(
                    admin, StreamsSettings.applicationId(kafka), ranges(kafka, observations.name()));
        } catch (RuntimeException e) {
            admin.close();
            throw new IOException(
                    "Kafka at " + kafka.bootstrapServers() + " does not tell where " + observations.name() + " ends: "
                            + e,
                    e);
        }
    }

    /** Offsets from the first to the last observation, all partitions together: records and transactions' marks. */
    public long size() {
        return ranges.values().stream().mapToLong(Range::size).sum();
    }

    /** How many of them the group has read, the results committed. */
    public long read() throws IOException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        long read = 0;
        for (Map.Entry<TopicPartition, Range> entry : ranges.entrySet()) {
            OffsetAndMetadata at = committed.get(entry.getKey());
            Range range = entry.getValue();
            read += at == null ? 0 : Math.clamp(at.offset() - range.first(), 0, range.size());
        }
        return read;
    }

    /** Whether the group has read any of it ever. */
    public boolean isBegun() throws IOException, InterruptedException {
        return !committed().isEmpty();
    }

    /**
     * Makes the group begin again at the first observation; what it holds of the models stays.
     *
     * @throws IllegalStateException while a normalizer of that group runs
     */
    public void rewind() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LEAVING.toNanos();
        while (isRunning() && System.nanoTime() < deadline) {
            Thread.sleep(POLL);
        }
        if (isRunning()) {
            throw new IllegalStateException("a normalizer of group " + group
                    + " runs: stop it first, as it would go on where it is; or give --into PREFIX");
        }
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        ranges.forEach((partition, range) -> first.put(partition, new OffsetAndMetadata(range.first())));
        await(admin.alterConsumerGroupOffsets(group, first).all(), "set the offsets of group " + group);
    }

    private boolean isRunning() throws IOException, InterruptedException {
        try {
            ConsumerGroupDescription description = await(
                    Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)),
                    "describe group " + group);
            return !description.members().isEmpty();
        } catch (IOException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws IOException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> all = await(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "read the offsets of group " + group);
        Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>();
        all.forEach((partition, at) -> {
            if (at != null && ranges.containsKey(partition)) {
                ours.put(partition, at);
            }
        });
        return ours;
    }

    private static Map<TopicPartition, Range> ranges(KafkaSettings kafka, String topic) {
        Properties config = kafka.consumer();
        config.put("max.poll.records", "1");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Range> ranges = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long first = offset(firsts, partition);
                long end = behindTheLast(consumer, partition, first, offset(ends, partition));
                ranges.put(partition, new Range(first, end));
            }
            return ranges;
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    /**
     * A partition ends with the mark of a transaction, behind which a group need not commit: looks back for the last
     * record, each time twice as far.
     */
    private static long behindTheLast(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long first, long end) {
        consumer.assign(List.of(partition));
        long back = 2;
        long from;
        do {
            from = Math.max(first, end - back);
            long last = lastBetween(consumer, partition, from, end);
            if (last >= 0) {
                return last + 1;
            }
            back *= 2;
        } while (from > first);
        return first;
    }

    /** Offset of the last record there; -1 where there is none. */
    private static long lastBetween(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        long last = -1;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                last = record.offset();
            }
        }
        return last;
    }

    private static <T> T await(KafkaFuture<T> future, String what) throws IOException, InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("could not " + what + ": " + e.getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("could not " + what + " within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
