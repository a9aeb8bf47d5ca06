package io.ptmtorrent.crawler.checkpoint;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.contract.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads where a hub's runs stand, to the very end of the topic.
 *
 * <p>The end is that of all records, not of committed ones: another hub's open transaction in the same partition hides
 * committed records behind it from a read_committed reader, which therefore waits until that transaction is over.
 */
public final class CheckpointReader {
    private static final int TIMEOUT_SECONDS = 60;
    private static final Duration POLL = Duration.ofMillis(100);

    private CheckpointReader() {}

    /**
     * The newest committed checkpoints of {@code hub}. Blocks; throws a KafkaException where Kafka or the registry
     * cannot be read within a minute.
     */
    public static HubCheckpoints read(KafkaSettings settings, String hub) throws InterruptedException {
        Topic<CrawlCheckpoint> topic = settings.topics().crawlCheckpoints();
        var values = RecordSerdes.deserializer(settings, topic);
        try (var consumer = new KafkaConsumer<>(settings.consumer(), new StringDeserializer(), values)) {
            Map<TopicPartition, Long> ends = ends(
                    settings,
                    consumer.partitionsFor(topic.name()).stream()
                            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())));
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            return readTo(ends, consumer, hub);
        }
    }

    private static HubCheckpoints readTo(
            Map<TopicPartition, Long> ends, KafkaConsumer<String, CrawlCheckpoint> consumer, String hub) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        HubCheckpoints found = HubCheckpoints.none();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the checkpoints of " + hub + " could not be read to their end within "
                        + TIMEOUT_SECONDS + " s");
            }
            for (ConsumerRecord<String, CrawlCheckpoint> entry : consumer.poll(POLL)) {
                if (entry.value() != null && entry.value().getHub().equals(hub)) {
                    found = found.with(entry.value());
                }
            }
        }
        return found;
    }

    private static Map<TopicPartition, Long> ends(KafkaSettings settings, Map<TopicPartition, OffsetSpec> partitions)
            throws InterruptedException {
        try (Admin admin = Admin.create(settings.common())) {
            return admin.listOffsets(partitions).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> offset(end.getValue())));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the end of the checkpoints could not be read: " + e.getMessage(), e);
        }
    }

    private static long offset(ListOffsetsResultInfo end) {
        return end.offset();
    }
}
