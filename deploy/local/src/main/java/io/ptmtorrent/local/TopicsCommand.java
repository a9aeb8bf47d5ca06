package io.ptmtorrent.local;

import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.TopicSetup.Difference;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.run.Services;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm topics}: makes and checks what the services need in Kafka and in the registry. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Makes what is missing on a cluster and sets what differs: topics, group settings, schemas."
                + " With --check it changes nothing and lists the differences (exit 1 where there are some).",
        footer = {
            "",
            "Examples:",
            "  ptm topics --bootstrap-servers kafka:9092 --schema-registry http://registry:8081",
            "  ptm topics --data ./ptm-data --check"
        })
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "" + ClusterOptions.CLUSTER_PARTITIONS,
            description = "Partitions of the topics keyed by model; never changed later. A data folder knows its own."
                    + " Default: ${DEFAULT-VALUE}")
    private int partitions = ClusterOptions.CLUSTER_PARTITIONS;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Copies of each partition; -1 takes the brokers' own default. Default: ${DEFAULT-VALUE}")
    private short replication = -1;

    @Option(names = "--check", description = "Change nothing; list what differs. Default: make and set")
    private boolean check;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        validate();
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(partitions);
                TopicSetup setup = new TopicSetup(
                        kafka.settings(),
                        replication,
                        Services.groups(kafka.settings().topics()))) {
            signal.onStop(Thread.currentThread()::interrupt);
            return check ? check(setup, out) : make(setup, out);
        }
    }

    private void validate() {
        if (partitions < 1) {
            throw new IllegalArgumentException("--partitions: '" + partitions + "' is not allowed; 1 or more is");
        }
        if (replication < -1 || replication == 0) {
            throw new IllegalArgumentException(
                    "--replication: '" + replication + "' is not allowed; -1 or 1 and more are");
        }
    }

    private static int make(TopicSetup setup, PrintWriter out) throws Exception {
        List<Difference> before = setup.differences();
        setup.make();
        before.forEach(it ->
                out.println(it.where() + ": " + it.what() + " was " + shown(it.actual()) + ", now " + it.expected()));
        out.println(before.isEmpty() ? "all as it should be" : "done");
        return 0;
    }

    private static int check(TopicSetup setup, PrintWriter out) throws Exception {
        List<Difference> differences = setup.differences();
        if (differences.isEmpty()) {
            out.println("all as it should be");
            return 0;
        }
        String row = "%-40s %-28s %-20s %s%n";
        out.printf(row, "WHERE", "WHAT", "SHOULD BE", "IS");
        differences.forEach(it -> out.printf(row, it.where(), it.what(), it.expected(), shown(it.actual())));
        return 1;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not set" : value;
    }
}
