package io.ptmtorrent.local.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.embedded.broker.LocalKafka;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.local.ReportFile;
import io.ptmtorrent.normalizer.Normalizer;
import io.ptmtorrent.normalizer.NormalizerConfig;
import io.ptmtorrent.samplehub.SampleHubs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** A cluster with its topics and a normalizer, whose hubs {@code ptm crawl} reads. */
final class CrawlCluster implements AutoCloseable {
    static final int PARTITIONS = 4;

    private final Path folder;
    private final SampleHubs hubs;
    private final LocalKafka kafka;
    private final KafkaSettings settings;
    private final Normalizer normalizer;

    CrawlCluster(Path folder, SampleHubs hubs) throws IOException {
        this.folder = folder;
        this.hubs = hubs;
        kafka = LocalKafka.start(folder.resolve("kafka"));
        settings = new KafkaSettings(
                kafka.bootstrapServers(), kafka.registryUrl(), new Topics("ptm.", PARTITIONS), Map.of());
        CommandRun topics = CommandRun.of(
                "topics",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--schema-registry",
                kafka.registryUrl(),
                "--partitions",
                Integer.toString(PARTITIONS));
        assertThat(topics.code()).as(topics.err()).isZero();
        normalizer = Normalizer.start(
                settings,
                NormalizerConfig.from(folder.resolve("state"), Map.of("normalizer.session.timeout.ms", "6000")),
                new SimpleMeterRegistry());
    }

    KafkaSettings settings() {
        return settings;
    }

    /** Runs {@code ptm crawl}, in this JVM, until all is normalized; it must succeed. */
    ReportFile crawl(String... options) throws IOException {
        CommandRun run = tryCrawl(options);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return report();
    }

    /** The same, whatever becomes of it. */
    CommandRun tryCrawl(String... options) throws IOException {
        return CommandRun.of(arguments(List.of(options), "--until-idle", "--report", reportFile()));
    }

    /** The report of the last one. */
    ReportFile report() throws IOException {
        return ReportFile.read(Path.of(reportFile()));
    }

    /** Starts {@code ptm crawl} as a process of its own. */
    PtmProcess process(String... options) throws IOException {
        return PtmProcess.start(folder, arguments(List.of(options)));
    }

    private String reportFile() {
        return folder.resolve("report.json").toString();
    }

    /** The command line of a crawl here. */
    String[] arguments(String... options) throws IOException {
        return arguments(List.of(options), new String[0]);
    }

    private String[] arguments(List<String> options, String... more) throws IOException {
        Path config = folder.resolve("crawler.properties");
        Files.writeString(config, "crawler.session-timeout=PT6S\ncrawler.first-backoff=PT0.2S\n");
        List<String> all = new ArrayList<>(List.of(
                "crawl",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--schema-registry",
                kafka.registryUrl(),
                "--kafka-config",
                config.toString()));
        hubs.endpoints().forEach((host, url) -> all.addAll(List.of("--endpoint", host + "=" + url)));
        for (URI server : hubs.servers()) {
            all.addAll(List.of("--allow-private", server.getHost() + ":" + server.getPort()));
        }
        all.addAll(options);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The live models of a hub, by stable id. */
    Map<String, Model> models(String hub) {
        Map<String, Model> models = new TreeMap<>();
        for (Row<Model> row : rows(Topics::models)) {
            if (row.key().startsWith(hub + "/")) {
                models.remove(row.key().substring(hub.length() + 1));
            }
            Model model = row.value();
            if (model != null && model.getHub().equals(hub)) {
                models.put(model.getStableId(), model);
            }
        }
        return models;
    }

    /** Every committed value of a topic, partition by partition, in order there. */
    <V extends SpecificRecord> List<V> values(Function<Topics, Topic<V>> topic) {
        List<V> values = new ArrayList<>();
        for (Row<V> row : rows(topic)) {
            V value = row.value();
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private <V extends SpecificRecord> List<Row<V>> rows(Function<Topics, Topic<V>> topic) {
        List<Row<V>> rows = new ArrayList<>();
        try (TopicReader<V> reader = TopicReader.open(settings, topic.apply(settings.topics()))) {
            reader.readToEnd(rows::add);
        }
        return rows;
    }

    @Override
    public void close() {
        normalizer.close();
        kafka.close();
    }
}
