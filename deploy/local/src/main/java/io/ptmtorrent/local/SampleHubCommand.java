package io.ptmtorrent.local;

import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubs;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm sample-hub}: the synthetic hubs as a process. */
@Command(
        name = "sample-hub",
        mixinStandardHelpOptions = true,
        description = "Runs synthetic hubs on 127.0.0.1 until Ctrl-C; prints where they are: Hugging Face on one line,"
                + " then each host as ptm local takes it.",
        footer = {
            "",
            "Example:",
            "  ptm sample-hub --port 8080 --models 5000 &",
            "  ptm local --hub huggingface --endpoint huggingface.co=http://127.0.0.1:8080 --data d --until-idle"
        })
final class SampleHubCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of the hub; 0: a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--cdn-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of the host of large files; 0: a free one. Default: ${DEFAULT-VALUE}")
    private int cdnPort;

    @Option(
            names = "--github-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of GitHub and of all other hosts; 0: a free one. Default: ${DEFAULT-VALUE}")
    private int githubPort;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed, the same hubs. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--models",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Models that Hugging Face begins with. Default: ${DEFAULT-VALUE}")
    private int models;

    @Option(
            names = "--step",
            paramLabel = "N",
            defaultValue = "0",
            description = "Days that the hubs are on. Default: ${DEFAULT-VALUE}")
    private int step;

    @Option(
            names = "--faults",
            paramLabel = "SPEC",
            defaultValue = "",
            description =
                    "What goes wrong with the listing: NAME=PAGE, comma separated, as html-page=3,bad-row=5,5xx=10x3."
                            + " Default: nothing")
    private String faults = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        SampleHubConfig config = SampleHubConfig.defaults()
                .withSeed(seed)
                .withModels(models)
                .withStep(step)
                .withPorts(port, cdnPort)
                .withFaults(Faults.parse(faults));
        CountDownLatch stopped = new CountDownLatch(1);
        try (StopSignal signal = StopSignal.listen();
                SampleHubs hubs = SampleHubs.start(config, githubPort)) {
            signal.onStop(stopped::countDown);
            terminal.out()
                    .println("api=" + hubs.huggingFace().apiUri() + " cdn="
                            + hubs.huggingFace().cdnUri() + " seed=" + seed + " models=" + models + " step=" + step);
            hubs.endpoints().forEach((host, uri) -> terminal.out().println("--endpoint " + host + "=" + uri));
            hubs.servers()
                    .forEach(server ->
                            terminal.out().println("--allow-private " + server.getHost() + ":" + server.getPort()));
            terminal.out().flush();
            stopped.await();
        }
        return 0;
    }
}
