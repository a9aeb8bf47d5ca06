package io.ptmtorrent.local;

import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.plan.CrawlPlan;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.HubHosts;
import io.ptmtorrent.local.run.LocalConfig;
import io.ptmtorrent.local.run.LocalReport;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ptm local}: the whole pipeline in one JVM, on real hubs. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Crawls model hubs into Kafka topics with everything in one process: broker, registry, crawler,"
                + " normalizer.",
        footer = {
            "",
            "Tokens are taken from HF_TOKEN (Hugging Face), GITHUB_TOKEN (GitHub's API) and MODELSCOPE_API_TOKEN, or from"
                    + " --token-file; never from the command line.",
            "",
            "Examples:",
            "  ptm local --plan                                     what a crawl costs",
            "  ptm local --limit 2000 --until-idle --contact you@example.org",
            "  ptm watch --since beginning                          in another terminal"
        })
final class LocalCommand implements Callable<Integer> {
    @Mixin
    private final LocalOptions options = new LocalOptions();

    @Mixin
    private final EndpointOptions endpoints = new EndpointOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        HubHttpConfig http = endpoints.addTo(options.hubs().http(), terminal.environment());
        Contents contents = Contents.real(options.prefix(), LocalOptions.PARTITIONS);
        FileChoice files = options.files()
                .choice(FileOptions.Which.none, staysHere(http), http.tokens().containsKey(Tokens.HUGGING_FACE));
        LocalConfig config = options.config(contents, contents, http, files, false, false);
        terminal.err().println("ptm local: " + options.effective(config));
        if (options.plan()) {
            CrawlPlan plan = CrawlPlan.ask(
                    config.order().hubs(), config.http(), config.order().limit());
            return LocalSession.plan(terminal, config, plan);
        }
        LocalReport report = LocalSession.run(terminal, config);
        return report.failed() == null ? 0 : 1;
    }

    /** Whether every host that has files is mapped to this machine. */
    private boolean staysHere(HubHttpConfig http) {
        return options.hubs().hubs().stream().allMatch(HubHosts::holdsItsFiles)
                && options.hubs().hubs().stream()
                        .flatMap(hub -> HubHosts.of(hub).stream())
                        .map(http.endpoints()::get)
                        .allMatch(target -> target != null && isLoopback(target.getHost()));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }
}
