package io.ptmtorrent.benchmarks;

import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A crawler of Hugging Face as a process of its own, with 256 MiB of heap: one that needs more ends. */
final class CrawlerProcess implements AutoCloseable {
    private static final String OWNS = "took the hub";
    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{20} %kvp %msg%n</pattern></encoder>
              </appender>
              <logger name="io.ptmtorrent" level="INFO"/>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final Process process;
    private final Path log;

    private CrawlerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static CrawlerProcess start(String name, KafkaSettings kafka, URI hub, Path folder) throws IOException {
        Path settings = folder.resolve(name + ".properties");
        Files.writeString(settings, """
                bootstrap.servers=%s
                schema.registry.url=%s
                topic.prefix=%s
                topic.partitions=%d
                crawler.hubs=huggingface
                http.contact=%s@example.org
                http.endpoints=huggingface.co=%s
                """.formatted(
                        kafka.bootstrapServers(),
                        kafka.registryUrl(),
                        kafka.topics().prefix(),
                        BenchmarkKafka.PARTITIONS,
                        name,
                        hub));
        Path logging = folder.resolve("crawler-logback.xml");
        Files.writeString(logging, LOGGING);
        Path log = folder.resolve(name + ".log");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                System.getProperty("java.class.path"),
                "io.ptmtorrent.crawler.CrawlerMain",
                settings.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new CrawlerProcess(process, log);
    }

    /** Whether it said that it took the hub. */
    boolean tookTheHub() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(OWNS));
        }
    }

    double peakMib() throws IOException {
        return Figures.peakResidentMib(process.pid());
    }

    /** Throws where it ended by itself. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("a crawler ended with " + process.exitValue() + ":\n" + Files.readString(log));
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
