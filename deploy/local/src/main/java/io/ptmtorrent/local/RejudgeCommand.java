package io.ptmtorrent.local;

import io.ptmtorrent.inspection.judge.RuleSet;
import io.ptmtorrent.inspection.print.Words;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.rejudge.Change;
import io.ptmtorrent.local.rejudge.Rejudging;
import io.ptmtorrent.local.rejudge.RuleFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm rejudge}: stored reports, judged by this version's rules. */
@Command(
        name = "rejudge",
        mixinStandardHelpOptions = true,
        description = {
            "Judges the inspection reports of all stored objects again, by the rules of this version or of a folder: the"
                    + " reports keep every name and structure that was seen, so no object is read.",
            "What changes is handed to the normalizer, which writes it to the topic of artifacts when it runs."
        },
        footer = {
            "",
            "Examples:",
            "  ptm rejudge --plan                what the new rules would change",
            "  ptm rejudge --rules ./my-rules    by rules.tsv, globals.tsv and operators.tsv of that folder"
        })
final class RejudgeCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--plan", description = "Say what would change, and send nothing. Default: send")
    private boolean plan;

    @Option(names = "--rules", paramLabel = "DIR", description = "A rule set of one's own. Default: this version's")
    private @Nullable Path folder;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        RuleSet rules = folder == null ? RuleSet.current() : RuleFolder.read(folder);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            print(new Rejudging(kafka.settings(), rules, Clock.systemUTC()).run(plan), out);
        }
        return 0;
    }

    private static void print(SortedMap<Change, Long> changes, PrintWriter out) {
        changes.forEach((change, count) -> {
            String before = Words.of(change.before());
            boolean same = change.before() == change.after();
            out.println(
                    count + " " + (same ? "stay " + before : "go from " + before + " to " + Words.of(change.after())));
        });
        if (changes.isEmpty()) {
            out.println("no stored object has a report");
        }
        out.flush();
    }
}
