package io.ptmtorrent.crawler;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
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
 * A crawler as a process: reads a properties file, wires, runs until SIGTERM.
 *
 * <pre>
 *   bootstrap.servers, schema.registry.url   required; these, topic.* and kafka.*: {@link KafkaSettings#from}
 *   crawler.*                                {@link CrawlerConfig#from}
 *   http.*                                   {@link HubHttpConfig#from}
 * </pre>
 */
public final class CrawlerMain {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlerMain.class);
    private static final String VERSION = "0.1.0";

    private CrawlerMain() {}

    /** Exit status 143 after SIGTERM, as of any JVM; 1 where it cannot start or go on, 2 for wrong usage. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) {
            LOG.error("usage: CrawlerMain PROPERTIES-FILE");
            System.exit(2);
        }
        try {
            run(read(Path.of(args[0])));
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Map<String, String> settings) throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        HubHttp http = HubHttp.create(HubHttpConfig.from(VERSION, settings), new SimpleMeterRegistry());
        Crawler crawler = Crawler.start(
                KafkaSettings.from(settings),
                CrawlerConfig.from(settings),
                http,
                new SimpleMeterRegistry(),
                failure -> failed.countDown());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(crawler, http), "shutdown"));
        failed.await();
        System.exit(1);
    }

    private static void close(Crawler crawler, HubHttp http) {
        crawler.close();
        http.close();
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
