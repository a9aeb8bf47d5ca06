package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.export.SortedRows;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How licences change along lineage: of each edge from a model to one that it was made from, both licences.
 *
 * <p>One sort joins edges with the models that they lead to: a model's own row stands before the edges to it. Memory is
 * bounded.
 */
final class LicenseDrift implements Figure, Closeable {
    private static final long SORT_BYTES = 32L * 1024 * 1024;
    private static final String OWN = "\0a";
    private static final String EDGE = "\0b";
    private static final String UNSTATED = "not stated";
    private static final String CONFLICT = "conflict";

    private final SortedRows rows;
    private long models;

    /** @param folder where runs of the sort may lie */
    LicenseDrift(Path folder) {
        rows = new SortedRows(folder, SORT_BYTES);
    }

    @Override
    public void add(LiveModel counted) {
        Model model = counted.model();
        String licence = licence(model);
        models++;
        try {
            put(model.getHub() + "/" + model.getId() + OWN, licence);
            for (BaseModel base : model.getBaseModels()) {
                String relation = base.getRelation() == null ? "unknown" : base.getRelation();
                put(model.getHub() + "/" + base.getId() + EDGE + model.getStableId(), relation + "\0" + licence);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FigureTable table() {
        Join join = new Join();
        try {
            rows.forEach(join::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<List<@Nullable Object>> cells = new ArrayList<>();
        join.counts.forEach((labels, count) -> cells.add(
                Votes.share(count, join.edges.getOrDefault(labels.getFirst(), 0L), labels.toArray(String[]::new))));
        return new FigureTable(
                "Licences along lineage: what a model is made from, and what it says itself",
                models,
                List.of("relation", "base", "model", "drift", "numerator", "denominator", "ratio"),
                4,
                cells,
                List.of(
                        "The denominator is edges of the relation whose base model is held.",
                        join.dangling + " edges lead to models that are not held, and are not counted."));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private void put(String key, String value) throws IOException {
        rows.putBytes(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String licence(Model model) {
        if (model.getLicenseConflict()) {
            return CONFLICT;
        }
        return model.getLicenseExpression() == null ? UNSTATED : model.getLicenseExpression();
    }

    /** Counts edges by labels: relation, licence of the base, licence of the model, what that is. */
    private static final class Join {
        private final TreeMap<List<String>, Long> counts = new TreeMap<>(Join::compare);
        private final TreeMap<String, Long> edges = new TreeMap<>();
        private String id = "";
        private String licence = "";
        private long dangling;

        void take(String key, byte[] value) {
            String text = new String(value, StandardCharsets.UTF_8);
            int end = key.indexOf('\0');
            String of = key.substring(0, end);
            if (key.startsWith(OWN, end)) {
                id = of;
                licence = text;
            } else if (of.equals(id)) {
                String relation = text.substring(0, text.indexOf('\0'));
                String own = text.substring(relation.length() + 1);
                counts.merge(List.of(relation, licence, own, drift(licence, own)), 1L, Long::sum);
                edges.merge(relation, 1L, Long::sum);
            } else {
                dangling++;
            }
        }

        private static String drift(String base, String own) {
            if (base.equals(UNSTATED) || base.equals(CONFLICT) || own.equals(CONFLICT)) {
                return "cannot be told";
            }
            return own.equals(UNSTATED) ? "lost" : own.equals(base) ? "kept" : "changed";
        }

        private static int compare(List<String> one, List<String> other) {
            for (int i = 0; i < one.size(); i++) {
                int order = one.get(i).compareTo(other.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }
}
