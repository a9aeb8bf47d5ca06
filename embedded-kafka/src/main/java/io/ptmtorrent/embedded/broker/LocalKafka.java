package io.ptmtorrent.embedded.broker;

import io.ptmtorrent.embedded.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A broker and a schema registry together, for {@code ptm local} and tests.
 *
 * <p>The folder gets {@code broker/} and {@code registry/}. Thread-safe.
 */
public final class LocalKafka implements AutoCloseable {
    private final LocalBroker broker;
    private final LocalRegistry registry;

    private LocalKafka(LocalBroker broker, LocalRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Starts both on free loopback ports, on what an earlier run left in the folder or afresh.
     *
     * @throws IOException when one of them cannot start; then neither runs
     */
    public static LocalKafka start(Path dir) throws IOException {
        return start(dir, Map.of());
    }

    /**
     * Starts both, with the caller's broker settings over ours.
     *
     * @param overrides as in {@link LocalBroker#start(Path, Map)}
     * @throws IllegalArgumentException when Kafka refuses a setting
     * @throws IOException when one of them cannot start; then neither runs
     */
    public static LocalKafka start(Path dir, Map<String, String> overrides) throws IOException {
        LocalRegistry registry = LocalRegistry.start(dir.resolve("registry"));
        try {
            return new LocalKafka(LocalBroker.start(dir.resolve("broker"), overrides), registry);
        } catch (IOException | RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** What Kafka clients connect to, {@code host:port}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** What serdes take as {@code schema.registry.url}. */
    public String registryUrl() {
        return registry.url();
    }

    /** The broker itself, for its faults and its listener. */
    public LocalBroker broker() {
        return broker;
    }

    /** Stops both. */
    @Override
    public void close() {
        try (registry) {
            broker.close();
        }
    }
}
