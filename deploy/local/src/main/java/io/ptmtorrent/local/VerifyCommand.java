package io.ptmtorrent.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.http.Rate;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.run.Progress;
import io.ptmtorrent.local.verify.Choice;
import io.ptmtorrent.local.verify.Finding;
import io.ptmtorrent.local.verify.Tally;
import io.ptmtorrent.local.verify.Throttle;
import io.ptmtorrent.local.verify.Verifying;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm verify}: stored objects, read again. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads stored objects again and compares their SHA-256 with their keys, and manifests with their packages.",
            "What is wrong or missing is told to the normalizer as lost: when it runs, files are fetched again from all"
                    + " that have them, and manifests are written again. A wrong file is removed at once."
        },
        footer = {
            "",
            "One line for each object that is not as it should be, then a summary; exit 3 where there was one, 1 where the"
                    + " store did not give some. Manifests of earlier revisions are not known to the topics, and not read.",
            "With --json a line is {\"object\",\"sha256\",\"condition\",\"detail\",\"told\"}, condition WRONG, MISSING or"
                    + " UNREADABLE, and the last one {\"objects\",\"manifests\",\"bytes\",\"wrong\",\"missing\",\"unreadable\","
                    + "\"after\",\"whole\"}.",
            "",
            "Examples:",
            "  ptm verify                                       1,000 files and manifests, chosen by chance",
            "  ptm verify --all --rate 50MB/s --position at.txt  every object; stopped, it goes on there",
            "  ptm verify --all --dry-run                       says what is lost, and changes nothing"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int FOUND_BAD = 3;
    private static final long USUAL_SAMPLE = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Read so many files, and as many manifests, chosen by chance. Default: 1000")
    private @Nullable Long sample;

    @Option(names = "--all", description = "Read every object. Default: a sample")
    private boolean all;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "Begin behind this digest or model key, as the summary of an earlier run names it: files come"
                    + " by digest, then manifests by model key. Default: at the beginning")
    private @Nullable String after;

    @Option(
            names = "--position",
            paramLabel = "FILE",
            description = "Keep in this file how far it came, go on from there where there is one, and remove it at the"
                    + " end; with --all. Default: none")
    private @Nullable Path position;

    @Option(names = "--rate", paramLabel = "BYTES", description = "Read at most so much, as 50MB/s. Default: no limit")
    private @Nullable String rate;

    @Option(names = "--hub", paramLabel = "NAME", description = "Only what came from this hub. Default: all")
    private @Nullable String hub;

    @Option(names = "--dry-run", description = "Tell and remove nothing. Default: have lost objects fetched again")
    private boolean dryRun;

    @Option(
            names = "--even-if-empty",
            description = "Go on where the store holds no object at all. Default: take it for the wrong store")
    private boolean evenIfEmpty;

    @Option(names = "--json", description = "JSON, one object a line. Default: text for people")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        Choice choice = choice();
        long bytesPerSecond = rate == null ? 0 : Rate.parse("--rate", rate).bytesPerSecond();
        Throttle throttle = new Throttle(bytesPerSecond, System::nanoTime, Thread::sleep);
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS);
                ObjectStore store = cluster.openStore()) {
            Verifying verifying =
                    new Verifying(kafka.settings(), store, throttle, RandomGenerator.getDefault(), Clock.systemUTC());
            Listening listening = new Listening(terminal);
            Tally tally = verifying.run(choice, signal::told, listening);
            listening.end(tally);
            if (position != null && tally.whole()) {
                Files.deleteIfExists(position);
            }
            return tally.wrong() + tally.missing() > 0
                    ? Integer.valueOf(FOUND_BAD)
                    : Integer.valueOf(tally.unreadable() > 0 || !tally.whole() ? 1 : 0);
        }
    }

    private Choice choice() throws IOException {
        if (all && sample != null) {
            throw new IllegalArgumentException("--all, and --sample " + sample + "; allowed is one of them");
        }
        if (sample != null && sample < 1) {
            throw new IllegalArgumentException("--sample: " + sample + "; allowed are 1 and more");
        }
        if (position != null && (!all || after != null)) {
            throw new IllegalArgumentException("--position: needs --all, and no --after");
        }
        HubNames.known("--hub", hub == null ? Set.of() : Set.of(hub));
        String from = position != null && Files.exists(position)
                ? Files.readString(position).strip()
                : after;
        long most = all ? -1 : sample == null ? USUAL_SAMPLE : sample;
        return new Choice(most, from == null ? "" : from, hub, !dryRun, evenIfEmpty);
    }

    /** Says what is found, shows how far it is, and keeps the place. */
    private final class Listening implements Verifying.Listener {
        private final PrintWriter out;
        private final Progress progress;

        Listening(Terminal terminal) {
            out = terminal.out();
            progress = new Progress(terminal.err(), terminal.interactive(), Clock.systemUTC());
        }

        @Override
        public void found(Finding finding) {
            boolean told = finding.isLost() && !dryRun;
            if (json) {
                ObjectNode line = JSON.createObjectNode()
                        .put("object", finding.object())
                        .put("sha256", finding.sha256())
                        .put("condition", finding.condition().name())
                        .put("detail", finding.detail());
                out.println(line.put("told", told));
            } else {
                out.println(finding.condition().name().toLowerCase(Locale.ROOT) + " " + finding.object()
                        + (finding.detail() == null ? "" : ": found " + finding.detail()));
            }
            out.flush();
        }

        @Override
        public void reached(Tally tally) throws IOException {
            if (position != null && !tally.place().isEmpty()) {
                Path next = position.resolveSibling(position.getFileName() + ".next");
                Files.writeString(next, tally.place() + "\n");
                Files.move(next, position, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            if (progress.due()) {
                progress.show(line(tally) + (tally.place().isEmpty() ? "" : "; at " + tally.place()));
            }
        }

        void end(Tally tally) {
            progress.end();
            if (json) {
                out.println(JSON.createObjectNode()
                        .put("objects", tally.objects())
                        .put("manifests", tally.manifests())
                        .put("bytes", tally.bytes())
                        .put("wrong", tally.wrong())
                        .put("missing", tally.missing())
                        .put("unreadable", tally.unreadable())
                        .put("after", tally.place())
                        .put("whole", tally.whole()));
            } else {
                out.println(line(tally));
                if (tally.wrong() + tally.missing() > 0) {
                    out.println(
                            dryRun
                                    ? "Nothing was told: --dry-run"
                                    : "What is lost was told: it is fetched or written again while ptm local, or"
                                            + " normalizer and sink, run");
                }
                if (!tally.whole()) {
                    out.println("Stopped; goes on with: ptm verify --all"
                            + (tally.place().isEmpty() ? "" : " --after " + tally.place()));
                }
            }
            out.flush();
        }

        private static String line(Tally tally) {
            return String.format(
                    Locale.ROOT,
                    "%,d files and %,d manifests (%.1f GB) read: %,d wrong, %,d missing, %,d unreadable",
                    tally.objects(),
                    tally.manifests(),
                    tally.bytes() / 1e9,
                    tally.wrong(),
                    tally.missing(),
                    tally.unreadable());
        }
    }
}
