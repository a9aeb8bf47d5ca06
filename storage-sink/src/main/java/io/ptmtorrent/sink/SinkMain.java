package io.ptmtorrent.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink as a process: reads a properties file, wires, runs until SIGTERM.
 *
 * <pre>
 *   bootstrap.servers, schema.registry.url   required
 *   store.directory                          required: the folder of the objects
 *   topic.prefix, topic.partitions           ptm., 48
 *   sink.*                                   {@link SinkConfig#from}
 *   http.contact                             who answers for the requests
 *   http.endpoints, http.allow-private       HOST=URL and HOST:PORT, comma separated
 *   http.token.HOST                          that host's token
 *   kafka.*                                  passed to every Kafka and registry client, without {@code kafka.}
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
        KafkaSettings kafka = kafka(settings);
        HubHttp http = HubHttp.create(http(settings), new SimpleMeterRegistry());
        ObjectStore store = store(settings);
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

    private static ObjectStore store(Map<String, String> settings) throws StoreException {
        String folder = settings.getOrDefault("store.directory", "");
        if (folder.isBlank()) {
            throw new IllegalArgumentException("store.directory: empty; give the folder of the objects");
        }
        return DirectoryStore.open(Path.of(folder));
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

    private static KafkaSettings kafka(Map<String, String> settings) {
        Topics topics = new Topics(
                settings.getOrDefault("topic.prefix", "ptm."),
                Integer.parseInt(settings.getOrDefault("topic.partitions", "48")));
        return new KafkaSettings(
                settings.getOrDefault("bootstrap.servers", ""),
                settings.getOrDefault("schema.registry.url", ""),
                topics,
                under(settings, "kafka."));
    }

    private static HubHttpConfig http(Map<String, String> settings) {
        Map<String, Token> tokens = under(settings, "http.token.").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Token(entry.getValue())));
        return HubHttpConfig.defaults(VERSION)
                .withContact(settings.get("http.contact"))
                .withEndpoints(list(settings, "http.endpoints", Endpoint::parse))
                .withAllowPrivate(list(settings, "http.allow-private", HostPort::parse))
                .withTokens(tokens);
    }

    private static <T> List<T> list(Map<String, String> settings, String key, Function<String, T> parser) {
        return Stream.of(settings.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(parser)
                .toList();
    }

    private static Map<String, String> under(Map<String, String> settings, String prefix) {
        return settings.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }
}
