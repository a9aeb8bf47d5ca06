package io.ptmtorrent.benchmarks;

import io.ptmtorrent.embedded.broker.LocalBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a finished run left behind: committed records by topic, bytes on disk. */
final class TopicCounts {
    private TopicCounts() {}

    /** Committed records of every topic in the data folder's broker, changelogs included, Kafka's own topics not. */
    static Map<String, Long> records(Path brokerFolder) throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        try (LocalBroker broker = LocalBroker.start(brokerFolder);
                var consumer = consumer(broker.bootstrapServers())) {
            for (var topic : consumer.listTopics().entrySet()) {
                if (!topic.getKey().startsWith("__")) {
                    for (PartitionInfo partition : topic.getValue()) {
                        counts.merge(topic.getKey(), count(consumer, partition), Long::sum);
                    }
                }
            }
        }
        return counts;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", "10000");
        properties.put("fetch.max.bytes", "67108864");
        properties.put("max.partition.fetch.bytes", "16777216");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static long count(KafkaConsumer<byte[], byte[]> consumer, PartitionInfo partition) {
        TopicPartition it = new TopicPartition(partition.topic(), partition.partition());
        consumer.assign(List.of(it));
        consumer.seekToBeginning(List.of(it));
        long end = Objects.requireNonNull(consumer.endOffsets(List.of(it)).get(it));
        long records = 0;
        while (consumer.position(it) < end) {
            records += consumer.poll(Duration.ofMillis(500)).count();
        }
        return records;
    }

    /** Bytes that the files of a folder occupy on disk (sparse files count what they hold), by {@code du}. */
    static long bytesOnDisk(Path folder) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-sk", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (du.waitFor() != 0) {
            throw new IOException("du -sk " + folder + " failed: " + answer);
        }
        return Long.parseLong(answer.split("\\s", 2)[0]) * 1024;
    }
}
