package io.ptmtorrent.local;

import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.run.NormalizeConfig;
import io.ptmtorrent.local.run.NormalizeRun;
import io.ptmtorrent.local.run.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm normalize}: a normalizer on a cluster, and the history read again. */
@Command(
        name = "normalize",
        mixinStandardHelpOptions = true,
        description = {
            "Turns what crawlers observed into models, updates, metrics and requests, exactly once, until Ctrl-C. Any"
                    + " number of normalizers share the partitions of a cluster.",
            "With --from-beginning all observations are read again, without a network: what a newer parser makes"
                    + " otherwise is published, what it makes as before is not. With --into they are read into topics of"
                    + " their own instead, beside those in use, and nothing is asked of hubs or sinks."
        },
        footer = {
            "",
            "Keys of --kafka-config that start normalizer. are the normalizer's own.",
            "",
            "Examples:",
            "  ptm normalize --bootstrap-servers kafka:9092 --schema-registry http://reg:8081 --state /var/lib/ptm",
            "  ptm normalize --data ./ptm-data --from-beginning --once       what a newer parser makes of it",
            "  ptm normalize --data ./ptm-data --from-beginning --into try.  the same, into try.models and others"
        })
final class NormalizeCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--from-beginning",
            description = "Read from the first observation on. Default: from where the normalizers' group is")
    private boolean fromBeginning;

    @Option(
            names = "--into",
            paramLabel = "PREFIX",
            description = "Write the models that --from-beginning makes into fresh topics of this prefix, and end when"
                    + " all is read; goes on where it was stopped. Default: into the topics in use")
    private @Nullable String into;

    @Option(
            names = "--once",
            description = "End when the observations that are there now are normalized. Default: follow")
    private boolean once;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder of the state; a normalizer that finds its own again need not read it from Kafka."
                    + " Default: state in the data folder, else ./ptm-state")
    private @Nullable Path state;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        Path folder = state == null ? cluster.state() : state;
        NormalizeConfig config = new NormalizeConfig(fromBeginning, into, once, folder, cluster.isFolder());
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            terminal.err().println("ptm normalize: " + effective(config, kafka));
            NormalizeRun run =
                    new NormalizeRun(config, new Progress(terminal.err(), terminal.interactive(), Clock.systemUTC()));
            signal.onStop(run::stop);
            NormalizeRun.Result result = run.run(kafka.settings());
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%,d observations looked at, %,d updates and %,d dead letters written%n",
                            result.observations(),
                            result.updates(),
                            result.deadLetters());
            terminal.out().flush();
            return result.whole() || !config.ends() ? 0 : 1;
        }
    }

    /** The effective settings, one line, for people. */
    private static String effective(NormalizeConfig config, KafkaAccess kafka) {
        String prefix = kafka.settings().topics().prefix();
        String target = config.into() == null ? prefix : config.into();
        return (config.again() ? "all of " : "from where the group is in ") + prefix + "observations"
                + " into " + target + "models"
                + "; state in " + config.state()
                + "; " + (config.ends() ? "ends when they are read" : "follows");
    }
}
