package io.ptmtorrent.local.engine;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.folder.Addresses;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.local.folder.FolderBusyException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kafka and registry for a command that only reads or checks.
 *
 * <pre>
 * a cluster                  -> used as given
 * a folder that is in use    -> joined by the addresses that its process wrote there
 * a folder that is not       -> its broker and registry are started here, and stopped by close()
 * </pre>
 */
public final class KafkaAccess implements AutoCloseable {
    /** How long a process that holds a folder may take until it says where it is. */
    private static final Duration STARTING = Duration.ofSeconds(30);

    private static final Duration STEP = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final @Nullable Closeable ours;

    private KafkaAccess(KafkaSettings settings, @Nullable Closeable ours) {
        this.settings = settings;
        this.ours = ours;
    }

    /** Uses a cluster. */
    public static KafkaAccess toCluster(KafkaSettings settings) {
        return new KafkaAccess(settings, null);
    }

    /**
     * Joins the process that holds {@code folder}, or starts its broker here.
     *
     * @throws IllegalArgumentException when the folder holds nothing
     * @throws FolderBusyException when it is held, and where its broker is was not said in time
     */
    public static KafkaAccess toFolder(Path folder, KafkaConfigFile config) throws IOException, InterruptedException {
        if (!DataFolder.exists(folder)) {
            throw new IllegalArgumentException("--data: '" + folder
                    + "' holds no crawl; run ptm demo or ptm local with it first, or name another folder");
        }
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (true) {
            try {
                return start(DataFolder.take(folder), config);
            } catch (FolderBusyException e) {
                Optional<Addresses> running = DataFolder.addresses(folder);
                if (running.isPresent()) {
                    return join(running.get(), config);
                }
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(STEP);
            }
        }
    }

    public KafkaSettings settings() {
        return settings;
    }

    /** Whether the broker was started here, and nothing else runs on the folder. */
    public boolean isOurs() {
        return ours != null;
    }

    @Override
    public void close() throws IOException {
        if (ours != null) {
            ours.close();
        }
    }

    private static KafkaAccess join(Addresses running, KafkaConfigFile config) {
        return toCluster(new KafkaSettings(
                running.bootstrapServers(),
                running.schemaRegistry(),
                new Topics(running.prefix(), running.partitions()),
                config.clients()));
    }

    private static KafkaAccess start(DataFolder folder, KafkaConfigFile config) throws IOException {
        try {
            Contents contents = folder.contents()
                    .orElseThrow(() -> new IOException(folder.path() + " lost its contents.json while it was opened"));
            LocalEngine engine = started(folder, contents, config);
            return new KafkaAccess(engine.settings(), () -> {
                engine.close();
                folder.close();
            });
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static LocalEngine started(DataFolder folder, Contents contents, KafkaConfigFile config)
            throws IOException {
        LocalEngine engine = LocalEngine.start(folder, contents, config);
        try {
            engine.publish();
            return engine;
        } catch (IOException e) {
            engine.close();
            throw e;
        }
    }
}
