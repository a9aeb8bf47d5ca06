package io.ptmtorrent.crawler;

import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A CrawlerMain in a JVM of its own, told from others by the contact in its User-Agent. */
final class CrawlerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final Process process;

    private CrawlerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    static CrawlerProcess start(String name, KafkaSettings settings, URI hub, Path dir) throws IOException {
        Path file = dir.resolve(name + ".properties");
        Files.writeString(file, """
                bootstrap.servers=%s
                schema.registry.url=%s
                topic.prefix=%s
                topic.partitions=3
                crawler.session-timeout=PT6S
                crawler.page-size=50
                http.contact=%s@example.org
                http.endpoints=huggingface.co=%s
                """.formatted(
                        settings.bootstrapServers(),
                        settings.registryUrl(),
                        settings.topics().prefix(),
                        name,
                        hub));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ptmtorrent.crawler.CrawlerMain",
                file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + ".log").toFile())
                .start();
        return new CrawlerProcess(name, process);
    }

    boolean sent(io.ptmtorrent.samplehub.HubRequest request) {
        return request.headers().getOrDefault("user-agent", "").contains(name + "@example.org");
    }

    void kill() {
        process.destroyForcibly();
    }

    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    /** Asks it to end, and gives its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " did not end within " + PATIENCE);
        }
        return process.exitValue();
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
