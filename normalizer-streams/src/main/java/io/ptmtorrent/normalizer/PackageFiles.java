package io.ptmtorrent.normalizer;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.normalizer.packages.FileLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Every file that a package wants or has, as the normalizer's tasks committed them.
 *
 * <p>Read out of the changelog of their stores, which holds the newest row of each and, for a while, older ones: the only
 * place that knows the files of all packages, open ones too. One pass, no memory of its own. For any thread.
 */
public final class PackageFiles {
    private static final Duration POLL = Duration.ofMillis(200);

    private PackageFiles() {}

    /** Reads all rows that are there now, oldest first in each partition; nothing where no normalizer ever ran. */
    public static void read(KafkaSettings kafka, FileLog.Reader reader) {
        String topic = StreamsSettings.applicationId(kafka) + "-" + NormalizerTopology.PACKAGE_ROWS + "-changelog";
        Properties config = kafka.consumer();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<PartitionInfo> told = consumer.listTopics().getOrDefault(topic, List.of());
            List<TopicPartition> partitions = told.stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < Objects.requireNonNull(ends.get(it)))) {
                for (ConsumerRecord<String, byte[]> row : consumer.poll(POLL)) {
                    FileLog.read(row.key(), row.value(), reader);
                }
            }
        }
    }
}
