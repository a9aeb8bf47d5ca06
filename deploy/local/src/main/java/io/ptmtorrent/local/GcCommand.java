package io.ptmtorrent.local;

import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.letgo.Collected;
import io.ptmtorrent.local.letgo.Collecting;
import io.ptmtorrent.local.letgo.OwnServices;
import io.ptmtorrent.local.run.ClusterTopics;
import io.ptmtorrent.local.run.Services;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm gc}: what stands in the store and nothing refers to. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the objects that no package, complete or open, and no manifest refers to: files of revisions that were"
                    + " superseded before their manifest, of narrower policies, of models that are gone or forgotten. With"
                    + " --yes they are removed; without, nothing is changed.",
            "Manifests of earlier revisions, and of models that are gone at their hub, stay and keep their files, unless"
                    + " --old-revisions is given. Uploads that nobody continues are ended by every start, and by this one."
        },
        footer = {
            "",
            "On a cluster normalizers and sinks must run to remove; on a data folder where nothing runs the command does"
                    + " their part.",
            "",
            "Examples:",
            "  ptm gc                                    what would go: one line an object, then a summary",
            "  ptm gc --yes                              the same, and removes it",
            "  ptm gc --old-revisions --older-than 90d   what would go with a quarter's history kept"
        })
final class GcCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--dry-run", description = "Change nothing; that is the default, said aloud.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Remove what is listed. Default: list")
    private boolean yes;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "Leave alone what was written since, as 12h or 7d: it may be on its way into a package."
                    + " Default: ${DEFAULT-VALUE}")
    private String olderThan = "7d";

    @Option(
            names = "--old-revisions",
            description = "Manifests that no package names go too, and the files that they alone refer to."
                    + " Default: they stay")
    private boolean oldRevisions;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long normalizers and sinks may take, as 30s or 10m. Default: ${DEFAULT-VALUE}")
    private String wait = "1h";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        if (yes && dryRun) {
            throw new IllegalArgumentException("--yes, and --dry-run; allowed is one of them");
        }
        Duration patience = Objects.requireNonNull(Durations.parse("--wait", wait));
        Instant youngest = Instant.now().minus(Objects.requireNonNull(Durations.parse("--older-than", olderThan)));
        try (KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS);
                ObjectStore store = cluster.openStore();
                OwnServices services = yes && kafka.isOurs()
                        ? OwnServices.start(
                                kafka.settings(),
                                Services.normalizer(cluster.state(), kafka.settings()),
                                store,
                                Clock.systemUTC())
                        : null) {
            if (services != null) {
                terminal.err().println("nothing runs on the folder: a normalizer was started for this");
            }
            Collecting collecting = new Collecting(
                    kafka.settings(),
                    store,
                    ClusterTopics.partitions(kafka.settings()),
                    patience,
                    youngest,
                    oldRevisions,
                    terminal.err()::println);
            PrintWriter out = terminal.out();
            Collected collected =
                    collecting.run(yes, leftover -> out.println(leftover.bytes() + " " + leftover.object()));
            out.printf(
                    Locale.ROOT,
                    "%,d files and %,d manifests (%.1f MB) that nothing refers to: %s%n",
                    collected.objects(),
                    collected.manifests(),
                    collected.bytes() / 1e6,
                    yes
                            ? String.format(Locale.ROOT, "%,d removed", collected.removed())
                            : "nothing was removed; --yes does");
            out.flush();
            return 0;
        }
    }
}
