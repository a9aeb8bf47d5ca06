package io.ptmtorrent.local;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.catalog.watch.Since;
import io.ptmtorrent.catalog.watch.UpdateFilter;
import io.ptmtorrent.catalog.watch.UpdateLine;
import io.ptmtorrent.catalog.watch.UpdateWatch;
import io.ptmtorrent.local.engine.KafkaAccess;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ptm watch}: model updates as they come, one a line. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Follows model updates: created, revised, renamed, gated, deleted ...",
        footer = {
            "",
            "Examples:",
            "  ptm watch --since beginning --until-end        all that is known",
            "  ptm watch --type REVISED,DELETED --owner acme  what happens to acme's models from now on",
            "  ptm watch --json | jq .model.id                for programs"
        })
final class WatchCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--hub", split = ",", paramLabel = "NAME", description = "Only of this hub. Default: all")
    private Set<String> hubs = new LinkedHashSet<>();

    @Option(names = "--owner", split = ",", paramLabel = "NAME", description = "Only of this owner. Default: all")
    private Set<String> owners = new LinkedHashSet<>();

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "TASK",
            description = "Only models of this task, for example fill-mask. Default: all")
    private Set<String> tasks = new LinkedHashSet<>();

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only this kind of change: ${COMPLETION-CANDIDATES}. Default: all")
    private Set<UpdateType> types = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From where: beginning, now, a time (2026-11-01T12:00:00Z) or a date. Default: now, with"
                    + " --until-end beginning")
    private @Nullable String since;

    @Option(names = "--json", description = "One JSON object a line, the record's fields. Default: a line for people")
    private boolean json;

    @Option(names = "--max", paramLabel = "N", description = "Stop after so many. Default: no limit")
    private @Nullable Long max;

    @Option(names = "--until-end", description = "Stop at what is the end now. Default: go on until Ctrl-C")
    private boolean untilEnd;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Since from = Since.parse(since != null ? since : untilEnd ? "beginning" : "now");
        long most = most();
        UpdateFilter filter = new UpdateFilter(HubNames.known("--hub", hubs), owners, tasks, types);
        try (StopSignal signal = StopSignal.listen();
                KafkaAccess kafka = cluster.open(ClusterOptions.CLUSTER_PARTITIONS);
                UpdateWatch watch = UpdateWatch.open(kafka.settings(), from, filter)) {
            signal.onStop(watch::stop);
            run(watch, most, update -> print(update, out));
        }
        return 0;
    }

    private void run(UpdateWatch watch, long most, Consumer<ModelUpdate> sink) {
        if (untilEnd) {
            watch.readToEnd(most, sink);
        } else {
            watch.follow(most, sink);
        }
    }

    private void print(ModelUpdate update, PrintWriter out) {
        out.println(json ? RecordJson.line(update) : UpdateLine.of(update));
        out.flush();
    }

    private long most() {
        if (max == null) {
            return Long.MAX_VALUE;
        }
        if (max < 1) {
            throw new IllegalArgumentException("--max: '" + max + "' is not allowed; 1 or more is");
        }
        return max;
    }
}
