package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** In which formats models give their weights, by task and by the month that they were created in; opsets of ONNX. */
final class Formats implements Figure {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("uuuu-MM").withZone(ZoneOffset.UTC);

    /** By dimension, group and format. */
    private record Cell(String by, String group, String format) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int order = by.compareTo(other.by);
            order = order == 0 ? group.compareTo(other.group) : order;
            return order == 0 ? format.compareTo(other.format) : order;
        }
    }

    private final TreeMap<Cell, Long> having = new TreeMap<>();
    private final TreeMap<String, Long> groups = new TreeMap<>();
    private long models;

    @Override
    public void add(LiveModel counted) {
        Model model = counted.model();
        Set<String> formats = weightFormats(model);
        if (formats.isEmpty()) {
            return;
        }
        models++;
        String task = model.getCommonTask() == null ? Votes.NONE : model.getCommonTask();
        Instant created = model.getCreatedAt();
        String month = created == null ? Votes.NONE : MONTH.format(created);
        count("task", task, formats);
        count("month", month, formats);
        count("all", "all", formats);
        Integer opset =
                model.getOnnxModelZoo() == null ? null : model.getOnnxModelZoo().getOpset();
        if (opset != null) {
            Set<String> opsets = Set.of("opset " + opset);
            count("opset by task", task, opsets);
            count("opset by month", month, opsets);
            count("opset", "all", opsets);
        }
    }

    /** Formats of the files that hold weights. */
    static Set<String> weightFormats(Model model) {
        Set<String> formats = new TreeSet<>();
        for (ModelFile file : model.getFiles()) {
            if (file.getRole() == FileRole.WEIGHTS && file.getFormat() != null) {
                formats.add(file.getFormat());
            }
        }
        return formats;
    }

    private void count(String by, String group, Set<String> formats) {
        groups.merge(by + "/" + group, 1L, Long::sum);
        formats.forEach(format -> having.merge(new Cell(by, group, format), 1L, Long::sum));
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        having.forEach((cell, count) -> rows.add(Votes.share(
                count,
                groups.getOrDefault(cell.by() + "/" + cell.group(), 0L),
                cell.by(),
                cell.group(),
                cell.format())));
        return new FigureTable(
                "Formats of weights, by task and month of creation, and opsets",
                models,
                List.of("by", "group", "format", "numerator", "denominator", "ratio"),
                3,
                rows,
                List.of(
                        "The denominator is models of the group with at least one file of weights in a known format; a"
                                + " model in two formats counts in both.",
                        "Opsets are those of the ONNX Model Zoo, as it states them."));
    }
}
