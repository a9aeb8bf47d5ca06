package io.ptmtorrent.catalog.figures;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures as text for people, as CSV (RFC 4180), as one JSON object. Pure. */
public final class TableWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int WIDEST = 60;

    private TableWriter() {}

    /** Aligned columns under a title, notes below. */
    public static String text(Figures.Id id, FigureTable table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns());
        table.rows()
                .forEach(row -> lines.add(row.stream().map(TableWriter::shown).toList()));
        int[] widths = new int[table.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.min(WIDEST, Math.max(widths[i], line.get(i).length()));
            }
        }
        StringBuilder text = new StringBuilder(table.title() + " (" + id + ", n = " + grouped(table.n()) + ")\n");
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String align = i < table.labels() ? "-" : "";
                row.append("  ")
                        .append(String.format(Locale.ROOT, "%" + align + Math.max(1, widths[i]) + "s", line.get(i)));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        table.notes().forEach(note -> text.append("  ").append(note).append('\n'));
        return text.toString();
    }

    /** A header and the rows; ends of line are CRLF. */
    public static String csv(FigureTable table) {
        StringBuilder csv = new StringBuilder();
        List<@Nullable Object> header = new ArrayList<>(table.columns());
        csv.append(csvLine(header));
        table.rows().forEach(row -> csv.append(csvLine(row)));
        return csv.toString();
    }

    /** Definition, version, n, rows as objects, notes, and the offsets that it was counted at. */
    public static String json(Figures.Id id, FigureTable table, Figures.Counting counting) {
        ObjectNode json = JSON.createObjectNode();
        json.put("figure", id.name());
        json.put("version", id.version());
        json.put("title", table.title());
        json.put("n", table.n());
        ArrayNode rows = json.putArray("rows");
        for (List<@Nullable Object> row : table.rows()) {
            ObjectNode object = rows.addObject();
            for (int i = 0; i < row.size(); i++) {
                object.set(table.columns().get(i), JSON.valueToTree(row.get(i)));
            }
        }
        table.notes().forEach(json.putArray("notes")::add);
        ObjectNode offsets = json.putObject("offsets");
        for (Map.Entry<String, Long> offset : counting.offsets().entrySet()) {
            offsets.put(offset.getKey(), offset.getValue());
        }
        return json.toString();
    }

    private static String csvLine(List<@Nullable Object> cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            String text = cell == null ? "" : cell.toString();
            boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            texts.add(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        return String.join(",", texts) + "\r\n";
    }

    /** What stands in a terminal: no control characters of a hub's. */
    private static String shown(@Nullable Object cell) {
        if (cell instanceof Long number) {
            return grouped(number);
        }
        return cell instanceof Double number
                ? String.format(Locale.ROOT, "%.4f", number)
                : cut(cell == null ? "" : cell.toString().replaceAll("\\p{Cntrl}", "?"));
    }

    private static String cut(String text) {
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
