package io.ptmtorrent.local;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.catalog.watch.Since;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.replay.LetterChoice;
import io.ptmtorrent.local.replay.LetterCount;
import io.ptmtorrent.local.replay.LetterGroup;
import io.ptmtorrent.local.replay.LetterReplay;
import io.ptmtorrent.local.run.Progress;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm replay}: dead letters, sent round again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends records that could not be used round again, for the services to try them once more: after a repair,"
                    + " or with a newer parser. Without --reason it counts the dead letters and sends nothing.",
            "A letter about a hub's answer that became no record is counted and not sent: the next full crawl asks again."
        },
        footer = {
            "",
            "Examples:",
            "  ptm replay                                     what lies in the dead letters",
            "  ptm replay --reason BAD_VALUE --hub modelzoo   those, again",
            "  ptm replay --reason BAD_ROW,BAD_DETAILS --since 2026-11-01"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final String ROW = "%-16s %-16s %10s %10s %10s %10s %10s%n";

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--reason",
            split = ",",
            paramLabel = "REASON",
            description = "Send the letters of this reason: ${COMPLETION-CANDIDATES}. Default: send none")
    private Set<DeadLetterReason> reasons = new LinkedHashSet<>();

    @Option(names = "--hub", split = ",", paramLabel = "NAME", description = "Only of this hub. Default: all")
    private Set<String> hubs = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only those met since a time (2026-11-01T12:00:00Z) or a date. Default: all that are kept")
    private @Nullable String since;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        LetterChoice choice = new LetterChoice(reasons, HubNames.known("--hub", hubs), time());
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            LetterReplay replay = new LetterReplay(kafka.settings(), choice);
            SortedMap<LetterGroup, LetterCount> counts = replay.count();
            if (!reasons.isEmpty()) {
                Progress progress = new Progress(terminal.err(), terminal.interactive(), Clock.systemUTC());
                counts = replay.send(signal::told, progress::records);
                progress.end();
            }
            print(counts, terminal.out());
            return signal.told() ? 1 : 0;
        }
    }

    private @Nullable Instant time() {
        if (since == null) {
            return null;
        }
        return switch (Since.parse(since)) {
            case Since.From from -> from.time();
            case Since.Beginning beginning -> null;
            case Since.Now now ->
                throw new IllegalArgumentException("--since: 'now' leaves no letter; allowed are a time and a date");
        };
    }

    private static void print(SortedMap<LetterGroup, LetterCount> counts, PrintWriter out) {
        if (counts.isEmpty()) {
            out.println("no dead letters");
        } else {
            out.printf(ROW, "HUB", "REASON", "LETTERS", "SENT", "REPEATED", "NOT KEPT", "NO RECORD");
            counts.forEach((group, count) -> out.printf(
                    Locale.ROOT,
                    ROW,
                    group.hub(),
                    group.reason(),
                    count.letters(),
                    count.sent(),
                    count.repeated(),
                    count.notKept(),
                    count.noRecord()));
        }
        out.flush();
    }
}
