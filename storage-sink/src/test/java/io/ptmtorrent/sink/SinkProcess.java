package io.ptmtorrent.sink;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.sink.store.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A SinkMain in a JVM of its own. */
final class SinkProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;

    private SinkProcess(Process process) {
        this.process = process;
    }

    static SinkProcess start(String name, KafkaSettings settings, URI hub, Map<String, String> store, Path dir)
            throws IOException {
        Path file = dir.resolve(name + ".properties");
        Files.writeString(file, """
                bootstrap.servers=%s
                schema.registry.url=%s
                topic.prefix=%s
                topic.partitions=3
                %s
                sink.large=1
                http.endpoints=huggingface.co=%s
                """.formatted(
                        settings.bootstrapServers(),
                        settings.registryUrl(),
                        settings.topics().prefix(),
                        store.entrySet().stream()
                                .map(it -> it.getKey() + "=" + it.getValue())
                                .collect(Collectors.joining("\n")),
                        hub));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SinkMain.class.getName(),
                file.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(S3Server.ENVIRONMENT);
        return new SinkProcess(builder.redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + ".log").toFile())
                .start());
    }

    /** Stops it in its tracks, as a long pause of its machine does. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on where it stood. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, and gives its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the sink did not end within " + PATIENCE);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
