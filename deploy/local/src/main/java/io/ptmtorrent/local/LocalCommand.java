package io.ptmtorrent.local;

import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.local.run.HubHosts;
import io.ptmtorrent.local.run.LocalConfig;
import io.ptmtorrent.local.run.LocalReport;
import io.ptmtorrent.local.run.Plan;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm local}: the whole pipeline in one JVM, on real hubs. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Crawls model hubs into Kafka topics with everything in one process: broker, registry, crawler,"
                + " normalizer.",
        footer = {
            "",
            "A token for Hugging Face is taken from HF_TOKEN or PTM_HF_TOKEN, one for ModelScope from",
            "MODELSCOPE_API_TOKEN or PTM_MODELSCOPE_API_TOKEN, never from the command line.",
            "",
            "Examples:",
            "  ptm local --plan                                     what a crawl costs",
            "  ptm local --limit 2000 --until-idle --contact you@example.org",
            "  ptm watch --since beginning                          in another terminal"
        })
final class LocalCommand implements Callable<Integer> {
    @Mixin
    private final LocalOptions options = new LocalOptions();

    @Option(
            names = "--endpoint",
            split = ",",
            paramLabel = "HOST=URL",
            description = "Send a host's traffic to a mirror, a proxy or a test server. Default: none")
    private Set<String> endpoints = new LinkedHashSet<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        HubHttpConfig http = options.http()
                .withEndpoints(endpoints.stream().map(Endpoint::parse).toList())
                .withTokens(tokens(terminal.environment()));
        Contents contents = Contents.real(options.prefix(), LocalOptions.PARTITIONS);
        FileChoice files = options.files(
                LocalOptions.Which.none, staysHere(http), !http.tokens().isEmpty());
        LocalConfig config = options.config(contents, contents, http, files, false, false);
        terminal.err().println("ptm local: " + options.effective(config));
        if (options.plan()) {
            return LocalSession.plan(terminal, config, Plan.KNOWN_MODELS);
        }
        LocalReport report = LocalSession.run(terminal, config);
        return report.failed() == null ? 0 : 1;
    }

    /** Whether every host that has files is mapped to this machine. */
    private boolean staysHere(HubHttpConfig http) {
        return options.hubs().stream().allMatch(HubHosts::holdsItsFiles)
                && options.hubs().stream()
                        .flatMap(hub -> HubHosts.of(hub).stream())
                        .map(http.endpoints()::get)
                        .allMatch(target -> target != null && isLoopback(target.getHost()));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }

    private static Map<String, Token> tokens(Map<String, String> environment) {
        Map<String, Token> tokens = new HashMap<>();
        token(environment, "HF_TOKEN").ifPresent(token -> tokens.put("huggingface.co", token));
        token(environment, "MODELSCOPE_API_TOKEN").ifPresent(token -> tokens.put("www.modelscope.cn", token));
        return Map.copyOf(tokens);
    }

    private static Optional<Token> token(Map<String, String> environment, String name) {
        return Stream.of("PTM_" + name, name)
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .map(value -> new Token(value.strip()));
    }
}
