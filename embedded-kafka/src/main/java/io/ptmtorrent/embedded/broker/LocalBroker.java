package io.ptmtorrent.embedded.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker with its controller (KRaft) inside this process, for {@code ptm local} and tests.
 *
 * <p>It listens on loopback alone, on free ports, and keeps its data in a folder that it has for itself. A folder that
 * a killed process left behind is taken up again. Share groups and transactions work; topics are never made by asking
 * for them. Thread-safe once started; several may run in one JVM, each on its own folder.
 *
 * <pre>{@code
 * bind free ports -> settings -> lock the folder -> format it (first time) -> controller -> broker
 * }</pre>
 */
public final class LocalBroker implements AutoCloseable {
    private final FolderLock lock;
    private final RunningBroker running;
    private final String bootstrapServers;
    private final String listenAddress;

    private LocalBroker(FolderLock lock, RunningBroker running, String bootstrapServers, String listenAddress) {
        this.lock = lock;
        this.running = running;
        this.bootstrapServers = bootstrapServers;
        this.listenAddress = listenAddress;
    }

    /**
     * Starts a broker on a folder.
     *
     * @param dir made if it is not there; nothing else may keep files in it
     * @throws IOException when the folder cannot be used or a port cannot be bound
     */
    public static LocalBroker start(Path dir) throws IOException {
        return start(dir, Map.of());
    }

    /**
     * Starts a broker on a folder, with the caller's settings over ours.
     *
     * <p>To put a proxy between clients and broker, set {@code advertised.listeners} to
     * {@code PLAINTEXT://127.0.0.1:<proxy's port>} and let the proxy lead to {@link #listenAddress()}, or fix that too
     * with {@code listeners}. Only client listeners are named there; what the broker says to itself goes past the proxy.
     *
     * @param dir made if it is not there; nothing else may keep files in it
     * @param overrides Kafka's broker settings by name
     * @throws IllegalArgumentException when Kafka refuses a setting
     * @throws IOException when the folder cannot be used or a port cannot be bound
     */
    public static LocalBroker start(Path dir, Map<String, String> overrides) throws IOException {
        try (PreboundSockets sockets = new PreboundSockets()) {
            Listeners listeners = Listeners.of(overrides, sockets);
            KafkaConfig config = parse(BrokerSettings.of(dir, listeners, overrides));
            Files.createDirectories(dir);
            FolderLock lock = FolderLock.take(dir);
            try {
                format(dir);
                return new LocalBroker(
                        lock,
                        RunningBroker.start(config, sockets),
                        listeners.advertisedAddress(),
                        listeners.clientAddress());
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        }
    }

    /** What clients connect to, {@code host:port}: the advertised listener. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Where the broker itself listens, {@code host:port}: differs from the above where a proxy is in between. */
    public String listenAddress() {
        return listenAddress;
    }

    /**
     * Completes with the reason when the broker can no longer work (its metadata log is damaged); else it never
     * completes. When the disk fails, Kafka halts the whole JVM.
     */
    public CompletionStage<Throwable> fault() {
        return running.fault();
    }

    /** Stops the broker cleanly and returns when its files are closed; a second call does nothing. */
    @Override
    public void close() {
        try {
            running.close();
        } finally {
            lock.close();
        }
    }

    private static KafkaConfig parse(Map<String, String> settings) {
        try {
            return new KafkaConfig(settings, false);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new IllegalArgumentException("broker settings: " + e.getMessage(), e);
        }
    }

    /** Also finishes what a process that was killed while formatting began. */
    private static void format(Path dir) throws IOException {
        if (Files.exists(dir.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(dir.toString()))
                    .setMetadataLogDirectory(dir.toString())
                    .setControllerListenerName(Listeners.CONTROLLER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw new IOException("cannot format " + dir + " for a broker: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IOException("cannot format " + dir + " for a broker", e);
        }
    }
}
