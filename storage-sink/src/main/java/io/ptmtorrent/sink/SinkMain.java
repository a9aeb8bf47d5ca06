package io.ptmtorrent.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.ObjectStores;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink as a process: reads a properties file, wires, runs until SIGTERM.
 *
 * <pre>
 *   bootstrap.servers, schema.registry.url   required; these, topic.* and kafka.*: {@link KafkaSettings#from}
 *   store.directory or store.s3.bucket       required, one of them: {@link ObjectStores#open}
 *   sink.*                                   {@link SinkConfig#from}
 *   http.*                                   {@link HubHttpConfig#from}
 * </pre>
 */
public final class SinkMain {
    private static final Logger LOG = LoggerFactory.getLogger(SinkMain.class);
    private static final String VERSION = "0.1.0";

    private SinkMain() {}

    /** Exit status 143 after SIGTERM, as of any JVM; 1 where it cannot start or go on, 2 for wrong usage. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) {
            LOG.error("usage: SinkMain PROPERTIES-FILE");
            System.exit(2);
        }
        try {
            run(read(Path.of(args[0])));
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Map<String, String> settings) throws IOException, InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        SinkConfig config = SinkConfig.from(settings);
        KafkaSettings kafka = KafkaSettings.from(settings);
        HubHttp http = HubHttp.create(HubHttpConfig.from(VERSION, settings), new SimpleMeterRegistry());
        ObjectStore store = ObjectStores.open(settings, null, config.maxBytes());
        Sink sink = Sink.start(kafka, config, http, store, new SimpleMeterRegistry(), failure -> failed.countDown());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(sink, http, store), "shutdown"));
        failed.await();
        System.exit(1);
    }

    private static void close(Sink sink, HubHttp http, ObjectStore store) {
        sink.close();
        http.close();
        try {
            store.close();
        } catch (StoreException e) {
            LOG.atWarn().log("the store did not close: {}", e.getMessage());
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
