package io.ptmtorrent.benchmarks;

import io.ptmtorrent.contract.KafkaSettings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** How many observations the normalizer has committed, all partitions together. */
final class Progress implements AutoCloseable {
    private final Admin admin;
    private final String group;
    private final String topic;

    Progress(KafkaSettings kafka) {
        admin = Admin.create(kafka.common());
        group = kafka.topics().prefix() + "normalizer";
        topic = kafka.topics().observations().name();
    }

    long committed() throws InterruptedException, ExecutionException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    @Override
    public void close() {
        admin.close();
    }
}
