package io.ptmtorrent.local.engine;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalBroker;
import io.ptmtorrent.embedded.registry.LocalRegistry;
import io.ptmtorrent.local.folder.Addresses;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** The broker and the registry of a data folder, in this process; {@link #publish()} tells others where they are. */
public final class LocalEngine implements AutoCloseable {
    private final LocalBroker broker;
    private final LocalRegistry registry;
    private final KafkaSettings settings;
    private final DataFolder folder;

    private LocalEngine(DataFolder folder, LocalBroker broker, LocalRegistry registry, KafkaSettings settings) {
        this.folder = folder;
        this.broker = broker;
        this.registry = registry;
        this.settings = settings;
    }

    /**
     * Starts both on {@code folder}; the caller closes engine, then folder.
     *
     * @param contents names and shape of the folder's topics
     * @throws IOException when one of them cannot start
     */
    public static LocalEngine start(DataFolder folder, Contents contents, KafkaConfigFile config) throws IOException {
        LocalBroker broker = LocalBroker.start(folder.kafka(), config.broker());
        try {
            LocalRegistry registry = LocalRegistry.start(folder.registry(), 0);
            KafkaSettings settings = new KafkaSettings(
                    broker.bootstrapServers(),
                    registry.url(),
                    new Topics(contents.prefix(), contents.partitions()),
                    config.clients());
            return new LocalEngine(folder, broker, registry, settings);
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** Writes the addresses into the folder: from now on other commands join. Topics must be there. */
    public void publish() throws IOException {
        folder.publish(new Addresses(
                ProcessHandle.current().pid(),
                settings.bootstrapServers(),
                settings.registryUrl(),
                settings.topics().prefix(),
                settings.topics().observations().partitions()));
    }

    /** How clients reach them. */
    public KafkaSettings settings() {
        return settings;
    }

    /** Completes with the reason if the broker ends by itself; else it never completes. */
    public CompletionStage<Throwable> fault() {
        return broker.fault();
    }

    @Override
    public void close() {
        try {
            registry.close();
        } finally {
            broker.close();
        }
    }
}
