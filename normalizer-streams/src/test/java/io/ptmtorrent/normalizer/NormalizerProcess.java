package io.ptmtorrent.normalizer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A normalizer in a process of its own, so that it can be killed. */
final class NormalizerProcess implements AutoCloseable {
    private final Process process;

    private NormalizerProcess(Process process) {
        this.process = process;
    }

    static NormalizerProcess start(KafkaSettings kafka, Path stateDir) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NormalizerProcess.class.getName(),
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                kafka.topics().prefix(),
                Integer.toString(kafka.topics().observations().partitions()),
                stateDir.toString());
        Path output = stateDir.resolveSibling(stateDir.getFileName() + ".log");
        Files.createDirectories(stateDir);
        return new NormalizerProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
    }

    /** Its main: runs until it is killed. */
    public static void main(String[] args) {
        Topics topics = new Topics(args[2], Integer.parseInt(args[3]));
        KafkaSettings kafka = new KafkaSettings(args[0], args[1], topics, Map.of());
        try (Normalizer normalizer = Normalizer.start(kafka, config(Path.of(args[4])), new SimpleMeterRegistry())) {
            throw new IllegalStateException(
                    normalizer.fault().toCompletableFuture().join());
        }
    }

    /** Short sessions: a killed member's partitions are free after six seconds. */
    static NormalizerConfig config(Path stateDir) {
        return NormalizerConfig.from(stateDir, Map.of("normalizer.session.timeout.ms", "6000"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and returns when it is dead. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
