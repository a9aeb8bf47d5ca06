package io.ptmtorrent.benchmarks;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.sink.SinkGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A broker and a registry in this process with our topics, as {@code ptm local} has them. */
final class BenchmarkKafka implements AutoCloseable {
    static final int PARTITIONS = 4;

    private final LocalKafka kafka;

    private BenchmarkKafka(LocalKafka kafka) {
        this.kafka = kafka;
    }

    static BenchmarkKafka start(Path folder) throws IOException, InterruptedException {
        BenchmarkKafka started = new BenchmarkKafka(LocalKafka.start(folder));
        KafkaSettings settings = started.settings();
        try (TopicSetup setup = new TopicSetup(settings, (short) 1, SinkGroups.settings(settings.topics()))) {
            setup.make();
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    KafkaSettings settings() {
        return new KafkaSettings(
                kafka.bootstrapServers(), kafka.registryUrl(), new Topics("ptm.", PARTITIONS), Map.of());
    }

    @Override
    public void close() {
        kafka.close();
    }
}
