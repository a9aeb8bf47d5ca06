package io.ptmtorrent.local;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka a command works on: a data folder's, joined or started, or a cluster's. */
final class ClusterOptions {
    /** Partitions of the topics keyed by model on a cluster, where nothing else is said. */
    static final int CLUSTER_PARTITIONS = 48;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of ptm local or ptm demo: joined where it runs, else its broker is started for"
                    + " this command. Default: ${DEFAULT-VALUE}",
            defaultValue = "./ptm-data")
    private Path data = Path.of("ptm-data");

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Work on this Kafka cluster instead of a data folder. Default: none")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry of that cluster (Confluent's REST API). Default: none")
    private @Nullable String schemaRegistry;

    @Option(
            names = "--prefix",
            description = "What the cluster's topic names start with; a data folder knows its own."
                    + " Default: ${DEFAULT-VALUE}",
            defaultValue = "ptm.")
    private String prefix = "ptm.";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with settings for Kafka and registry clients (security, timeouts)."
                    + " Default: none")
    private @Nullable Path kafkaConfig;

    /** Refuses the demo's data folder: what is real and what is not do not mix. */
    void refuseDemo() throws IOException {
        Optional<Contents> held = bootstrapServers == null ? DataFolder.contentsOf(data) : Optional.empty();
        if (held.isPresent()) {
            held.get().requireSame(Contents.real(held.get().prefix(), held.get().partitions()), data);
        }
    }

    /** Whether it is a data folder. */
    boolean isFolder() {
        return bootstrapServers == null;
    }

    /** Where a normalizer's state is kept, where nothing else is said. */
    Path state() {
        return isFolder() ? data.resolve("state") : Path.of("ptm-state");
    }

    /**
     * Opens the store of its objects: the data folder's, unless {@code --kafka-config} names another; the caller closes it.
     *
     * @throws IllegalArgumentException where a cluster is meant and nothing says where its objects are
     */
    ObjectStore openStore() throws IOException {
        Path folder = isFolder() ? data.resolve("objects") : null;
        return ObjectStores.open(KafkaConfigFile.read(kafkaConfig).clients(), folder, 0);
    }

    /**
     * Opens it; the caller closes it.
     *
     * @param partitions of a cluster's topics keyed by model
     */
    KafkaAccess open(int partitions) throws IOException, InterruptedException {
        KafkaConfigFile config = KafkaConfigFile.read(kafkaConfig);
        if (bootstrapServers == null) {
            return KafkaAccess.toFolder(data, config);
        }
        if (schemaRegistry == null) {
            throw new IllegalArgumentException(
                    "--schema-registry: missing; --bootstrap-servers needs it, for example http://localhost:8081");
        }
        return KafkaAccess.toCluster(
                new KafkaSettings(bootstrapServers, schemaRegistry, new Topics(prefix, partitions), config.clients()));
    }
}
