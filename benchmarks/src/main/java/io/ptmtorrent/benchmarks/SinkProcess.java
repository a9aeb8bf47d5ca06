package io.ptmtorrent.benchmarks;

import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sink as a process of its own, with the pipeline's JVM options and a bound on its heap. */
final class SinkProcess implements AutoCloseable {
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseCompactObjectHeaders",
            "-XX:FreqInlineSize=120",
            "-XX:InlineSmallCode=1000",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Path log;

    private SinkProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static SinkProcess start(String name, KafkaSettings kafka, URI hub, Path folder, Map<String, String> changes)
            throws IOException {
        StringBuilder settings = new StringBuilder("""
                bootstrap.servers=%s
                schema.registry.url=%s
                topic.prefix=%s
                topic.partitions=%d
                store.directory=%s
                http.contact=benchmark@example.org
                http.endpoints=huggingface.co=%s
                """.formatted(
                        kafka.bootstrapServers(),
                        kafka.registryUrl(),
                        kafka.topics().prefix(),
                        BenchmarkKafka.PARTITIONS,
                        folder.resolve("objects"),
                        hub));
        changes.forEach(
                (key, value) -> settings.append(key).append('=').append(value).append('\n'));
        Path file = folder.resolve(name + ".properties");
        Files.writeString(file, settings);
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ptmtorrent.sink.SinkMain",
                file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new SinkProcess(process, log);
    }

    /** Processor time so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    double peakMib() throws IOException {
        return Figures.peakResidentMib(process.pid());
    }

    /** Throws where it ended by itself. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("a sink ended with " + process.exitValue() + ":\n" + Files.readString(log));
        }
    }

    /** Kills it as the kernel would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        Ending.of(process);
    }
}
