package io.ptmtorrent.local;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.letgo.BlockList;
import io.ptmtorrent.local.letgo.Forgetting;
import io.ptmtorrent.local.letgo.Forgotten;
import io.ptmtorrent.local.letgo.OwnServices;
import io.ptmtorrent.local.run.ClusterTopics;
import io.ptmtorrent.local.run.ModelLookup;
import io.ptmtorrent.local.run.Services;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ptm forget}: takes a model, or bytes, down. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = {
            "Forgets a model: its record, its package, its manifests and the objects that no other package has; or bytes"
                    + " by their SHA-256, wherever they are. A block keeps what is forgotten away: no crawl, replay or policy"
                    + " brings it back. Given again it ends what was begun, also after a kill.",
            "What topics keep for a time they keep: ptm.model-updates 30 days, ptm.model-metrics 400 days,"
                    + " ptm.observations for ever. docs/data-terms.md says what to do about those."
        },
        footer = {
            "",
            "On a cluster normalizers and sinks must run; on a data folder where nothing runs the command does their part.",
            "",
            "Examples:",
            "  ptm forget acme/model --reason 'its owner asked, 2026-11-02'",
            "  ptm forget huggingface/6540e1a0b2c3d4e5f6a7b8c9 --reason court   by its key, also where it is not live",
            "  ptm forget 9f86d081…0a08 --reason malware                        a SHA-256: these bytes, of all models",
            "  ptm forget --undo huggingface/6540e1a0b2c3d4e5f6a7b8c9           comes back when it is listed next",
            "  ptm forget --list                                                what is blocked, and why"
        })
final class ForgetCommand implements Callable<Integer> {
    private static final Pattern DIGEST = Pattern.compile("(sha256:)?[0-9a-f]{64}");

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL|DIGEST",
            description = "A live model's path, as owner/name; a model key, as hub/id; or a SHA-256, 64 hex digits.")
    private @Nullable String what;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the block. Needed to forget.")
    private @Nullable String reason;

    @Option(names = "--undo", description = "Lift the block: it comes back when it is listed, or wanted, next.")
    private boolean undo;

    @Option(names = "--list", description = "Say what is blocked, since when and why. Default: forget")
    private boolean list;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long normalizers and sinks may take, as 30s or 10m. Default: ${DEFAULT-VALUE}")
    private String wait = "10m";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(Objects.requireNonNull(spec));
        Duration patience = Objects.requireNonNull(Durations.parse("--wait", wait));
        check();
        try (KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS)) {
            if (list) {
                print(kafka, terminal.out());
                return 0;
            }
            String key = key(kafka, Objects.requireNonNull(what));
            return undo ? lift(kafka, key, terminal) : forget(kafka, key, patience, terminal);
        }
    }

    private void check() {
        if (list == (what != null)) {
            throw new IllegalArgumentException(
                    list ? "--list: takes no model" : "MODEL|DIGEST: missing; ptm forget --help says what is allowed");
        }
        boolean forgets = !list && !undo;
        if (forgets && (reason == null || reason.isBlank())) {
            throw new IllegalArgumentException("--reason: missing; say why, for those who ask later");
        }
    }

    private static void print(KafkaAccess kafka, PrintWriter out) {
        new BlockList(kafka.settings(), Clock.systemUTC())
                .all()
                .forEach((key, block) -> out.println(key + " since " + block.getAt() + ": " + block.getReason()));
        out.flush();
    }

    private static int lift(KafkaAccess kafka, String key, Terminal terminal) throws Exception {
        boolean was = new BlockList(kafka.settings(), Clock.systemUTC()).lift(key);
        if (was) {
            terminal.out().println(key + " is no longer blocked; it comes back when it is listed, or wanted, next");
        } else {
            terminal.err().println("ptm: " + key + " is not blocked; ptm forget --list says what is");
        }
        return was ? 0 : 1;
    }

    private int forget(KafkaAccess kafka, String key, Duration patience, Terminal terminal) throws Exception {
        Clock clock = Clock.systemUTC();
        try (ObjectStore store = cluster.openStore();
                OwnServices services = kafka.isOurs()
                        ? OwnServices.start(
                                kafka.settings(), Services.normalizer(cluster.state(), kafka.settings()), store, clock)
                        : null) {
            if (services != null) {
                terminal.err().println("nothing runs on the folder: a normalizer was started for this");
            }
            int partitions = ClusterTopics.partitions(kafka.settings());
            Forgotten forgotten = new Forgetting(
                            kafka.settings(), store, partitions, patience, clock, terminal.err()::println)
                    .forget(key, Objects.requireNonNull(reason));
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%s is forgotten: %,d objects removed, %,d shared with other packages stay, %,d that somebody came to"
                                    + " want, or that too many have, stay%n",
                            key,
                            forgotten.objects(),
                            forgotten.shared(),
                            forgotten.kept());
            terminal.out().flush();
            return 0;
        }
    }

    private static String key(KafkaAccess kafka, String name) {
        if (DIGEST.matcher(name).matches()) {
            return name.startsWith("sha256:") ? name : "sha256:" + name;
        }
        List<String> live = ModelLookup.find(kafka.settings(), name).stream()
                .map(found -> key(found.model()))
                .toList();
        int slash = name.indexOf('/');
        boolean isKey = slash > 0 && HubNames.isHub(name.substring(0, slash));
        if (live.size() == 1 || (live.isEmpty() && isKey)) {
            return live.isEmpty() ? name : live.getFirst();
        }
        throw new IllegalArgumentException("'" + name + "' "
                + (live.isEmpty()
                        ? "is no live model; give its key, as huggingface/<id>"
                        : "is several models; give one's key: " + String.join(", ", live)));
    }

    private static String key(Model model) {
        return model.getHub() + "/" + model.getStableId();
    }
}
