package io.ptmtorrent.local;

import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm sample-hub}: the synthetic hub as a process. */
@Command(
        name = "sample-hub",
        mixinStandardHelpOptions = true,
        description = "Runs a synthetic Hugging Face on 127.0.0.1 until Ctrl-C; prints its addresses on one line.",
        footer = {
            "",
            "Example:",
            "  ptm sample-hub --port 8080 --models 5000 &",
            "  ptm local --endpoint huggingface.co=http://127.0.0.1:8080 --data sample-data --until-idle"
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
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed is the same hub. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--models",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Models that it begins with. Default: ${DEFAULT-VALUE}")
    private int models;

    @Option(
            names = "--step",
            paramLabel = "N",
            defaultValue = "0",
            description = "Days that it is on. Default: ${DEFAULT-VALUE}")
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
                SampleHub hub = SampleHub.start(config)) {
            signal.onStop(stopped::countDown);
            terminal.out()
                    .println("api=" + hub.apiUri() + " cdn=" + hub.cdnUri() + " seed=" + seed + " models=" + models
                            + " step=" + step);
            terminal.out().flush();
            stopped.await();
        }
        return 0;
    }
}
