package io.ptmtorrent.local;

import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.local.plan.CrawlPlan;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.LocalConfig;
import io.ptmtorrent.local.run.LocalReport;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubs;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm demo}: the whole pipeline on synthetic hubs, offline. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts synthetic hubs in this process and crawls them: offline, nothing real, a minute. Run it"
                + " again with the same --data: a day has passed at those hubs, and it shows what changed.",
        footer = {"", "Example:", "  ptm demo --data demo-data && ptm demo --data demo-data"})
final class DemoCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final int MODELS = 1_000;

    @Mixin
    private final LocalOptions options = new LocalOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the hubs: the same seed, the same hubs. Default: the folder's, else " + SEED)
    private @Nullable Long seed;

    @Option(
            names = "--models",
            paramLabel = "N",
            description = "Models that its Hugging Face begins with. Default: the folder's, else " + MODELS)
    private @Nullable Integer models;

    @Option(
            names = "--step",
            paramLabel = "N",
            description = "Days that the hubs are on. Default: one more than the last demo on this folder, 0 at first")
    private @Nullable Integer step;

    @Option(
            names = "--faults",
            paramLabel = "SPEC",
            defaultValue = "",
            description = "What goes wrong at its Hugging Face, as ptm sample-hub takes it. Default: nothing")
    private String faults = "";

    @Option(
            names = "--keep-running",
            description = "Go on with increments until Ctrl-C. Default: end when idle, as with --until-idle")
    private boolean keepRunning;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        Contents contents = contents();
        int day = step != null ? step : contents.step() == null ? 0 : contents.step() + 1;
        SampleHubConfig hubConfig = hubConfig(contents, day);
        if (options.plan()) {
            LocalConfig config = config(contents, day, options.hubs().http());
            return LocalSession.plan(
                    terminal,
                    config,
                    CrawlPlan.known(
                            sizes(hubConfig), config.http(), config.order().limit()));
        }
        try (SampleHubs hubs = SampleHubs.start(hubConfig)) {
            LocalConfig config = config(contents, day, httpTo(hubs));
            terminal.err().println("ptm demo: synthetic hubs at day " + day + "; " + options.effective(config));
            LocalReport report = LocalSession.run(terminal, config);
            if (report.failed() == null) {
                whatNext(terminal.out(), day);
            }
            return report.failed() == null ? 0 : 1;
        }
    }

    /** Synthetic hubs are planned by what they have: there is nobody to ask. */
    private Map<String, Long> sizes(SampleHubConfig config) {
        return options.hubs().hubs().stream().collect(Collectors.toMap(hub -> hub, hub ->
                (long) (hub.equals("huggingface") ? config.models() : SampleHubs.MODELS)));
    }

    /** What the folder holds, else what it will; what the user says differently is refused when the folder is taken. */
    private Contents contents() throws IOException {
        Optional<Contents> held = DataFolder.contentsOf(options.data());
        Contents fresh = Contents.demo(options.prefix(), LocalOptions.PARTITIONS, SEED, MODELS);
        Contents base = held.filter(it -> it.holds() == Contents.Holds.DEMO).orElse(fresh);
        return new Contents(
                Contents.Holds.DEMO,
                options.prefix(),
                LocalOptions.PARTITIONS,
                seed != null ? seed : base.seed(),
                models != null ? models : base.models(),
                base.step());
    }

    private SampleHubConfig hubConfig(Contents contents, int day) {
        return SampleHubConfig.defaults()
                .withSeed(Objects.requireNonNullElse(contents.seed(), SEED))
                .withModels(Objects.requireNonNullElse(contents.models(), MODELS))
                .withStep(day)
                .withFaults(Faults.parse(faults));
    }

    private LocalConfig config(Contents contents, int day, HubHttpConfig http) {
        FileChoice files = options.files().choice(FileOptions.Which.all, true, false);
        return options.config(contents, contents.afterStep(day), http, files, true, !keepRunning);
    }

    private HubHttpConfig httpTo(SampleHubs hubs) {
        List<Endpoint> endpoints = hubs.endpoints().entrySet().stream()
                .map(host -> new Endpoint(host.getKey(), host.getValue()))
                .toList();
        List<HostPort> servers = hubs.servers().stream()
                .map(server -> new HostPort(server.getHost(), server.getPort()))
                .toList();
        HubOptions given = options.hubs();
        return given.http().withEndpoints(endpoints).withAllowPrivate(given.allowPrivate(servers));
    }

    private void whatNext(PrintWriter out, int day) {
        String data = " --data " + options.data();
        out.println();
        out.println("That was day " + day + " of hubs that do not exist. Now try:");
        out.println("  ptm demo" + data + "    the next day: what changed, and nothing else");
        out.println("  ptm watch" + data + " --since beginning --until-end    every change, one a line");
        out.println("  ptm export" + data + " --format jsonl --out data-set    every live model, one a line");
        out.println("  ptm local --plan    what a crawl of the real hubs costs");
        out.flush();
    }
}
