package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.PerformanceClaim;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which models carry a performance claim that a machine can read, by task. */
final class ClaimsByTask implements Figure {
    private static final double POOLED_BELOW = 0.001;

    /** What is counted of the models of one task. */
    private record Count(long models, long claiming, long declared, long verified, long community) {
        static final Count ZERO = new Count(0, 0, 0, 0, 0);

        Count plus(Count other) {
            return new Count(
                    models + other.models,
                    claiming + other.claiming,
                    declared + other.declared,
                    verified + other.verified,
                    community + other.community);
        }
    }

    private final int version;
    private final Function<LiveModel, @Nullable Count> counter;
    private final TreeMap<String, Count> tasks = new TreeMap<>();

    private ClaimsByTask(int version, Function<LiveModel, @Nullable Count> counter) {
        this.version = version;
        this.counter = counter;
    }

    /** ICSE'23 to the letter: Hugging Face, the first entry of the model-index. */
    static Figure v1() {
        return new ClaimsByTask(
                1,
                it -> it.model().getHuggingFace() == null
                        ? null
                        : new Count(1, FirstEntry.datasetTypes(it.model()).isEmpty() ? 0 : 1, 0, 0, 0));
    }

    /** Any claim with a metric and a value, of any hub and entry. */
    static Figure v2() {
        return new ClaimsByTask(2, it -> wellFormed(it.model()));
    }

    @Override
    public void add(LiveModel model) {
        Count count = counter.apply(model);
        if (count != null) {
            String task = version == 1 ? model.model().getTask() : model.model().getCommonTask();
            tasks.merge(task == null ? Votes.NONE : task, count, Count::plus);
        }
    }

    private static Count wellFormed(Model model) {
        boolean declared = false;
        boolean verified = false;
        boolean community = false;
        for (PerformanceClaim claim : model.getClaims()) {
            boolean metric = claim.getMetric() != null || claim.getMetricType() != null;
            if (metric && claim.getValue() != null) {
                boolean fromOthers = claim.getSource().startsWith("evalResults");
                community |= fromOthers;
                verified |= Boolean.TRUE.equals(claim.getVerified());
                declared |= !fromOthers && !Boolean.TRUE.equals(claim.getVerified());
            }
        }
        return new Count(
                1, declared || verified || community ? 1 : 0, declared ? 1 : 0, verified ? 1 : 0, community ? 1 : 0);
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Count pooled = Count.ZERO;
        Count all = Count.ZERO;
        for (var task : tasks.entrySet()) {
            Count count = task.getValue();
            all = all.plus(count);
            if (count.claiming() < POOLED_BELOW * count.models()) {
                pooled = pooled.plus(count);
            } else {
                rows.add(row(task.getKey(), count));
            }
        }
        rows.sort((one, other) -> Double.compare(ratio(other), ratio(one)));
        if (pooled.models() > 0) {
            rows.add(row(Votes.OTHER, pooled));
        }
        rows.add(row("all", all));
        List<String> columns = new ArrayList<>(List.of("task", "numerator", "denominator", "ratio"));
        if (version > 1) {
            columns.addAll(List.of("declared", "verified", "community"));
        }
        return new FigureTable(
                "Models with a machine-readable performance claim, by task",
                all.models(),
                columns,
                1,
                rows,
                List.of("Tasks of which fewer than one model in 1,000 claims are pooled as other."));
    }

    private static double ratio(List<@Nullable Object> row) {
        return row.get(3) instanceof Double ratio ? ratio : 0;
    }

    private List<@Nullable Object> row(String task, Count count) {
        List<@Nullable Object> row = Votes.share(count.claiming(), count.models(), task);
        if (version > 1) {
            row.addAll(List.of(count.declared(), count.verified(), count.community()));
        }
        return row;
    }
}
