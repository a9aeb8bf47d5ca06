package io.ptmtorrent.embedded.registry;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real Apicurio Registry as a process of its own, in memory, on free loopback ports.
 *
 * <p>It chooses the ports (0) and prints them. Its management port would else be 9000 on every interface.
 */
final class ApicurioProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final String url;

    private ApicurioProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param home where the build unpacked it
     * @param dir for its output
     */
    static ApicurioProcess start(Path home, Path dir) throws IOException {
        Path output = dir.resolve("apicurio.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=0",
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=0",
                        "-jar",
                        home.resolve("quarkus-run.jar").toString())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return new ApicurioProcess(process, awaitAddress(process, output) + "/apis/ccompat/v7");
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Base address of its Confluent-compatible API. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static String awaitAddress(Process process, Path output) {
        return await().atMost(PATIENCE)
                .failFast("Apicurio ended: see " + output, () -> !process.isAlive())
                .until(() -> address(output), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<String> address(Path output) {
        try {
            Matcher matcher = LISTENING.matcher(Files.readString(output));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
