package io.ptmtorrent.local;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.plan.CrawlPlan;
import io.ptmtorrent.local.run.CrawlConfig;
import io.ptmtorrent.local.run.CrawlOrder;
import io.ptmtorrent.local.run.CrawlRun;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.LocalReport;
import io.ptmtorrent.local.run.Progress;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm crawl}: a crawler on a cluster. */
@Command(
        name = "crawl",
        mixinStandardHelpOptions = true,
        description = {
            "Crawls model hubs into a cluster's topics, which ptm topics made. It asks for a run of each hub: full where"
                    + " one was never read, else what changed. Then it follows them until Ctrl-C, or ends with the runs.",
            "Any number of crawlers share the work: each hub has one owner, another one takes over where it dies, and"
                    + " all answer what the normalizer asks. So a crawler takes part in the runs that others asked for."
        },
        footer = {
            "",
            "Tokens are taken from HF_TOKEN (Hugging Face), GITHUB_TOKEN (GitHub's API) and MODELSCOPE_API_TOKEN, or from"
                    + " --token-file; never from the command line.",
            "Keys of --kafka-config that start crawler. are the crawler's own; the same for all of a cluster.",
            "",
            "Examples:",
            "  ptm crawl --bootstrap-servers kafka:9092 --schema-registry http://reg:8081",
            "  ptm crawl --data ./ptm-data --once --hub modelhub      what changed there",
            "  ptm crawl --data ./ptm-data --once --full --hub huggingface --filter gguf"
        })
final class CrawlCommand implements Callable<Integer> {
    /** The hubs that can be asked for a part by a filter of their own. */
    private static final List<String> FILTERING = List.of("huggingface", "modelscope");

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final HubOptions hubs = new HubOptions();

    @Mixin
    private final EndpointOptions endpoints = new EndpointOptions();

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description =
                    "Read only what the hub's own filter lets through, at Hugging Face a tag, at ModelScope owner=NAME,"
                            + " task=NAME, library=NAME or license=NAME; such a run counts as no full one. Default: no"
                            + " filter")
    private @Nullable String filter;

    @Option(
            names = "--once",
            description = "End when the runs that this command asked for have ended. Default: follow the hubs")
    private boolean once;

    @Option(
            names = "--until-idle",
            description = "End when what they found is normalized and stored, too, by services that run elsewhere."
                    + " Default: follow the hubs")
    private boolean untilIdle;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "Time between increments, as 30s, 5m or 12h. Default: 5m")
    private @Nullable String every;

    @Option(
            names = "--full-every",
            paramLabel = "TIME",
            description =
                    "An increment reads everything where the last complete full run began longer ago." + " Default: 7d")
    private @Nullable String fullEvery;

    @Option(
            names = "--plan",
            description =
                    "Say what the crawl would cost (requests, quota, time, bytes, how fresh it can be), after at most"
                            + " one request to each hub, and end. Default: crawl")
    private boolean plan;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write what the run did as one JSON object. Default: none")
    private @Nullable Path report;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        CrawlConfig config = config(terminal);
        if (plan) {
            return plan(config, terminal);
        }
        cluster.refuseDemo();
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            terminal.err().println("ptm crawl: " + effective(config));
            Clock clock = Clock.systemUTC();
            Progress progress = new Progress(terminal.err(), terminal.interactive(), clock);
            CrawlRun run = new CrawlRun(config, progress, clock);
            signal.onStop(run::stop);
            LocalReport done = run.run(kafka.settings());
            ReportText.hubs(done, terminal.out());
            ReportText.deadLetters(done, kafka.settings().topics().prefix(), terminal.out());
            terminal.out().flush();
            return done.failed() == null ? 0 : 1;
        }
    }

    /** Files are the policy's, of whoever runs the normalizer: they are no part of a crawler's plan. */
    private static int plan(CrawlConfig config, Terminal terminal) throws InterruptedException {
        CrawlOrder order = config.order();
        CrawlPlan plan = CrawlPlan.ask(order.hubs(), config.http(), order.limit());
        terminal.out().print(plan.text(config.http(), FileChoice.NONE));
        terminal.out().flush();
        return 0;
    }

    private CrawlConfig config(Terminal terminal) {
        CrawlOrder order = hubs.order(false, filter);
        if (filter != null && !FILTERING.containsAll(order.hubs())) {
            throw new IllegalArgumentException("--filter: only " + String.join(" and ", FILTERING)
                    + " have filters; allowed with --hub " + String.join(" or --hub ", FILTERING));
        }
        return new CrawlConfig(
                order,
                untilIdle ? CrawlConfig.End.IDLE : once ? CrawlConfig.End.RUNS_ENDED : CrawlConfig.End.NEVER,
                Durations.parse("--every", every),
                Durations.parse("--full-every", fullEvery),
                endpoints.addTo(hubs.http(), terminal.environment()),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                report);
    }

    /** The effective settings, one line, for people. */
    private static String effective(CrawlConfig config) {
        CrawlOrder order = config.order();
        return "hubs " + String.join(", ", order.hubs())
                + EndpointOptions.effective(config.http().endpoints())
                + "; limit " + (order.limit() == null ? "none" : order.limit())
                + "; filter " + (order.filter() == null ? "none" : order.filter())
                + "; " + EndpointOptions.effective(config.http())
                + "; " + (order.mode() == CrawlMode.FULL ? "full listing" : "full listing at first, then changes")
                + "; " + end(config);
    }

    private static String end(CrawlConfig config) {
        return switch (config.end()) {
            case RUNS_ENDED -> "ends with its runs";
            case IDLE -> "ends when idle";
            case NEVER ->
                "follows" + (config.every() == null ? "" : ", an increment every " + Durations.text(config.every()));
        };
    }
}
