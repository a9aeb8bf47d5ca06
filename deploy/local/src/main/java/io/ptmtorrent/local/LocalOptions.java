package io.ptmtorrent.local;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.LocalConfig;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code ptm local} and {@code ptm demo} take alike. */
final class LocalOptions {
    /** Partitions of the topics keyed by model in a data folder. */
    static final int PARTITIONS = 4;

    /** Time between increments where a run goes on. */
    private static final Duration EVERY = Duration.ofMinutes(5);

    /** Which files are wanted. */
    enum Which {
        /** No files, metadata alone. */
        none(Artifacts.NONE),
        /** Files outside LFS, up to 10 MiB. */
        small(Artifacts.SMALL),
        /** Every file. */
        all(Artifacts.ALL);

        private final Artifacts artifacts;

        Which(Artifacts artifacts) {
            this.artifacts = artifacts;
        }
    }

    @Option(
            names = "--hub",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Hub to crawl: huggingface, onnx-model-zoo, pytorch-hub, modelhub, modelzoo, modelscope; may be given"
                            + " more than once. Default: all of them")
    private Set<String> hubs = new LinkedHashSet<>();

    @Option(
            names = "--allow-private",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "A private or loopback server that redirects may lead to (a mirror's own CDN). Default: none")
    private Set<String> allowPrivate = new LinkedHashSet<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Stop after N models of each hub; such a run counts as no full one. Default: no limit")
    private @Nullable Long limit;

    @Option(
            names = "--artifacts",
            paramLabel = "WHICH",
            description = "Which files are fetched: none; small: those outside LFS, up to 10 MiB; all."
                    + " Default: none; for the demo all")
    private @Nullable Which artifacts;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "Largest file that is wanted, as 1048576, 500MiB or 2GiB, or the word unlimited; all needs"
                    + " it unless every host of files is this machine. Default: unlimited")
    private @Nullable String maxBytes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./ptm-data",
            description = "Where everything is kept: topics, state, logs. A run that ended, in whatever way, goes on"
                    + " there. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("ptm-data");

    @Option(
            names = "--contact",
            paramLabel = "WHO",
            description = "Address or URL of who answers for the requests, told to hubs. Without it a crawl beyond"
                    + " this machine takes a tenth of the quota. Default: none")
    private @Nullable String contact;

    @Option(
            names = "--full",
            description = "Read whole listings. Default: changes alone, and all where a hub was never read or not for"
                    + " 7 days")
    private boolean full;

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
            names = "--accept-shrink",
            description = "Take a full run for complete although it listed over 5 %% fewer models than the last."
                    + " Default: such a run fails")
    private boolean acceptShrink;

    @Option(
            names = "--plan",
            description = "Say what the crawl would cost (requests, quota, time, disk) and end. Default: crawl")
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

    @Nullable
    Long limit() {
        return limit;
    }

    boolean untilIdle() {
        return untilIdle;
    }

    /** How hubs are asked, without endpoints and tokens. */
    HubHttpConfig http() {
        List<HostPort> servers = allowPrivate.stream().map(HostPort::parse).toList();
        return HubHttpConfig.defaults(Ptm.Version.current())
                .withContact(contact)
                .withAllowPrivate(servers);
    }

    /** Servers that {@code --allow-private} named and {@code more}. */
    List<HostPort> allowPrivate(List<HostPort> more) {
        return Stream.concat(allowPrivate.stream().map(HostPort::parse), more.stream())
                .toList();
    }

    /**
     * Which files are wanted.
     *
     * @param unsaid what holds where {@code --artifacts} is not given
     * @param harmless whether files come from this machine alone
     */
    FileChoice files(Which unsaid, boolean harmless, boolean gated) {
        Which which = artifacts == null ? unsaid : artifacts;
        return FileChoice.of(which.artifacts, maxBytes, harmless, gated);
    }

    /** Names of the hubs to crawl. */
    List<String> hubs() {
        return HubNames.orAll("--hub", hubs);
    }

    /** Everything checked and put together. */
    LocalConfig config(
            Contents contents,
            Contents whenDone,
            HubHttpConfig http,
            FileChoice files,
            boolean alwaysFull,
            boolean endWhenIdle) {
        return new LocalConfig(
                data,
                contents,
                whenDone,
                hubs(),
                full || alwaysFull ? CrawlMode.FULL : CrawlMode.INCREMENTAL,
                limit,
                acceptShrink,
                files,
                untilIdle || endWhenIdle,
                EVERY,
                KafkaConfigFile.read(kafkaConfig),
                http,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                report);
    }

    private static String endpoints(Map<String, URI> endpoints) {
        return switch (endpoints.size()) {
            case 0 -> "";
            case 1 -> "; endpoints " + endpoints;
            default -> "; endpoints for " + String.join(", ", new TreeSet<>(endpoints.keySet()));
        };
    }

    /** The effective settings, one line, for people. */
    String effective(LocalConfig config) {
        HubHttpConfig http = config.http();
        return "hubs " + String.join(", ", config.hubs())
                + endpoints(http.endpoints())
                + "; artifacts " + config.files()
                + "; data " + data
                + "; limit " + (limit == null ? "none" : limit)
                + "; contact " + (http.contact() == null ? "none" : http.contact())
                + "; token " + (http.tokens().isEmpty() ? "none" : "set")
                + "; " + (config.mode() == CrawlMode.FULL ? "full listing" : "full listing at first, then changes")
                + "; "
                + (config.untilIdle() ? "ends when idle" : "an increment every " + EVERY.toMinutes() + " minutes");
    }
}
