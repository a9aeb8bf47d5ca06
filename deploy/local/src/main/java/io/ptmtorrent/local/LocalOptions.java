package io.ptmtorrent.local;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.run.CrawlOrder;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.LocalConfig;
import io.ptmtorrent.sink.store.ObjectStores;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code ptm local} and {@code ptm demo} take alike. */
final class LocalOptions {
    /** Partitions of the topics keyed by model in a data folder. */
    static final int PARTITIONS = 4;

    /** Time between increments where a run goes on. */
    private static final Duration EVERY = Duration.ofMinutes(5);

    /** What becomes of dangerous files. */
    enum Dangerous {
        /** Stored and marked. */
        store,
        /** Not kept. */
        refuse
    }

    @Mixin
    private final HubOptions hubs = new HubOptions();

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(
            names = "--dangerous",
            paramLabel = "WHAT",
            description =
                    "What becomes of files whose inspection says dangerous: store (and mark them), or refuse (they are"
                            + " answered as unavailable, and why). Default: store")
    private @Nullable Dangerous dangerous;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./ptm-data",
            description = "Where everything is kept: topics, state, logs. A run that ended, in whatever way, goes on"
                    + " there. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("ptm-data");

    @Option(
            names = "--until-idle",
            description = "End when everything is crawled and normalized. Default: go on, with an increment every 5"
                    + " minutes, until Ctrl-C")
    private boolean untilIdle;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write what the run did as one JSON object. Default: none")
    private @Nullable Path report;

    @Option(
            names = "--plan",
            description =
                    "Say what the crawl would cost (requests, quota, time, bytes, how fresh it can be), after at most"
                            + " one request to each hub, and end. Default: crawl")
    private boolean plan;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "ptm.",
            description = "What topic names start with. Default: ${DEFAULT-VALUE}")
    private String prefix = "ptm.";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file: keys that start broker. go to the broker in this process, all others to"
                    + " Kafka and registry clients and to the services. Default: none")
    private @Nullable Path kafkaConfig;

    Path data() {
        return data;
    }

    String prefix() {
        return prefix;
    }

    boolean plan() {
        return plan;
    }

    boolean untilIdle() {
        return untilIdle;
    }

    /** Which hubs, how much of them, and how they are asked. */
    HubOptions hubs() {
        return hubs;
    }

    /** Which files are wanted. */
    FileOptions files() {
        return files;
    }

    /** Everything checked and put together. */
    LocalConfig config(
            Contents contents,
            Contents whenDone,
            HubHttpConfig http,
            FileChoice files,
            boolean alwaysFull,
            boolean endWhenIdle) {
        KafkaConfigFile settings = services();
        boolean capped = !http.bandwidth().equals(Bandwidth.UNLIMITED);
        return new LocalConfig(
                data,
                contents,
                whenDone,
                hubs.order(alwaysFull, null),
                files,
                untilIdle || endWhenIdle,
                EVERY,
                settings,
                capped ? http : http.withBandwidth(Bandwidth.from(settings.clients())),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                report);
    }

    private KafkaConfigFile services() {
        KafkaConfigFile file = KafkaConfigFile.read(kafkaConfig);
        return dangerous == null ? file : file.with("sink.dangerous", dangerous.name());
    }

    /** The effective settings, one line, for people. */
    String effective(LocalConfig config) {
        HubHttpConfig http = config.http();
        CrawlOrder order = config.order();
        Path folder = data.resolve("objects");
        String place = ObjectStores.place(config.kafka().clients(), folder);
        return "hubs " + String.join(", ", order.hubs())
                + EndpointOptions.effective(http.endpoints())
                + "; artifacts " + config.files() + (config.files().said() ? "" : " unless a policy is in force")
                + "; data " + data
                + (place.equals(folder.toString()) ? "" : "; objects " + place)
                + "; limit " + (order.limit() == null ? "none" : order.limit())
                + "; " + EndpointOptions.effective(http)
                + "; " + (order.mode() == CrawlMode.FULL ? "full listing" : "full listing at first, then changes")
                + "; "
                + (config.untilIdle()
                        ? "ends when idle"
                        : order.isWhole() ? "an increment every " + EVERY.toMinutes() + " minutes" : "no increments");
    }
}
