package io.ptmtorrent.local;

import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Looks for texts in everything that a data folder holds: files as they lie there, and records, which are compressed there. */
final class AllBytes {
    private final List<byte[]> wanted;
    private final List<String> found = new ArrayList<>();
    private long files;
    private long records;

    private AllBytes(List<String> texts) {
        this.wanted = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Where any of the texts stands, of a folder where nothing runs. */
    static AllBytes searched(Path data, List<String> texts) throws IOException, InterruptedException {
        AllBytes bytes = new AllBytes(texts);
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                bytes.look(Files.readAllBytes(file), file.toString());
                bytes.files++;
            }
        }
        try (KafkaAccess access = KafkaAccess.toFolder(data, KafkaConfigFile.none())) {
            bytes.records(access.settings().consumer());
        }
        return bytes;
    }

    List<String> found() {
        return found;
    }

    long files() {
        return files;
    }

    long records() {
        return records;
    }

    /** Of every topic, the internal ones too. */
    private void records(Properties config) {
        config.setProperty("isolation.level", "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map((PartitionInfo at) -> new TopicPartition(at.topic(), at.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String where = record.topic() + "/" + record.partition() + "/" + record.offset();
                    look(record.key(), where);
                    look(record.value(), where);
                    record.headers().forEach(header -> look(header.value(), where));
                    records++;
                }
            }
        }
    }

    private void look(byte @Nullable [] bytes, String where) {
        if (bytes != null && wanted.stream().anyMatch(text -> contains(bytes, text))) {
            found.add(where);
        }
    }

    private static boolean contains(byte[] bytes, byte[] text) {
        for (int i = 0; i <= bytes.length - text.length; i++) {
            if (bytes[i] == text[0] && Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}
