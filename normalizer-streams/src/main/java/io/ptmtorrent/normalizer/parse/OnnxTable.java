package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.OnnxTableCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a README of the ONNX Model Zoo says of one weight in its tables: the row that links to the weight.
 *
 * @param cells those with text, in the order of the columns; none where no row links to the weight
 * @param size text of the cell that links to it
 * @param sampleSize text of the cell that links to another, packed file
 * @param measures the other cells with text
 */
record OnnxTable(
        List<OnnxTableCell> cells,
        @Nullable String size,
        @Nullable String sampleSize,
        List<Measure> measures,
        Issues issues) {
    /** What issues call it. */
    static final String NAME = "readme#table";

    /**
     * A cell that may measure something.
     *
     * @param column its heading
     * @param text without markup
     * @param url where it links to; null where to no page
     */
    record Measure(String column, String text, @Nullable String url) {
        String heading() {
            return column.toLowerCase(Locale.ROOT);
        }

        String plainText() {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    static OnnxTable of(@Nullable String readme, String path, Issues issues) {
        OnnxTable found = new OnnxTable(List.of(), null, null, List.of(), issues);
        if (readme == null) {
            return found;
        }
        int rows = 0;
        for (MarkdownTable table : MarkdownTable.in(readme)) {
            for (List<String> row : table.rows()) {
                if (linksTo(row, path) && ++rows == 1) {
                    found = read(table, row, path, issues);
                }
            }
        }
        if (rows > 1) {
            issues.add(NAME, rows + " rows link to the weight; the first one counts");
        }
        return found;
    }

    private static boolean linksTo(List<String> row, String path) {
        for (String cell : row) {
            if (linksTo(cell, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean linksTo(String cell, String path) {
        for (String target : MarkdownText.targets(cell)) {
            String plain = target.startsWith("./") ? target.substring(2) : target;
            boolean web = plain.startsWith("https://") || plain.startsWith("http://");
            if (web ? plain.endsWith("/" + path) : path.endsWith("/" + plain)) {
                return true;
            }
        }
        return false;
    }

    private static OnnxTable read(MarkdownTable table, List<String> row, String path, Issues issues) {
        List<OnnxTableCell> cells = new ArrayList<>(row.size());
        List<Measure> measures = new ArrayList<>();
        String size = null;
        String sampleSize = null;
        for (int column = 0; column < row.size(); column++) {
            String text = MarkdownText.plain(row.get(column));
            if (text.isEmpty()) {
                continue;
            }
            String heading = MarkdownText.plain(table.heading(column));
            cells.add(new OnnxTableCell(heading, text));
            if (linksTo(row.get(column), path)) {
                size = size == null ? text : size;
            } else if (linksToPacked(row.get(column))) {
                sampleSize = sampleSize == null ? text : sampleSize;
            } else {
                measures.add(new Measure(heading, text, MarkdownText.lastAddress(row.get(column))));
            }
        }
        OnnxTable read = new OnnxTable(cells, size, sampleSize, measures, issues);
        read.checkOpset();
        return read;
    }

    private static boolean linksToPacked(String cell) {
        for (String target : MarkdownText.targets(cell)) {
            if (target.endsWith(".tar.gz") || target.endsWith(".zip")) {
                return true;
            }
        }
        return false;
    }

    /** Text under a heading, which is told without regard to case; null where there is none. */
    @Nullable
    String text(String heading) {
        for (OnnxTableCell cell : cells) {
            if (cell.getColumn().toLowerCase(Locale.ROOT).equals(heading)) {
                return cell.getText();
            }
        }
        return null;
    }

    /** The number of the operator set; null where it gives none that is a number. */
    @Nullable
    Integer opset() {
        String text = text("opset version");
        return text == null || !isNumber(text) ? null : Integer.valueOf(text);
    }

    private void checkOpset() {
        if (text("opset version") != null && opset() == null) {
            issues.add(NAME, "expected a whole number as Opset version");
        }
    }

    /** Notes where the manifest says otherwise. */
    void compare(String heading, @Nullable Object counts, @Nullable Object here) {
        if (counts != null && here != null && !counts.equals(here)) {
            issues.add(NAME, "another " + heading + " than the manifest's, which counts");
        }
    }

    private static boolean isNumber(String text) {
        return text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
