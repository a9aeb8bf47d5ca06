package io.ptmtorrent.normalizer.parse;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the zoo's own README lists a model's family: three lines of it, the section's heading, the table's headings, the
 * row that links to the family's folder.
 *
 * @param modelClass the family's name
 * @param category anchor of the section
 * @param paper address of the reference
 * @param description without markup
 * @param spaceUrl its Space at Hugging Face
 */
record OnnxListed(
        @Nullable String modelClass,
        @Nullable String category,
        @Nullable String paper,
        @Nullable String description,
        @Nullable String spaceUrl) {
    private static final String ANCHOR = "<a name=\"";

    static OnnxListed of(Row listed) {
        String heading = listed.text("heading");
        List<String> columns = cells(listed.text("header"));
        List<String> row = cells(listed.text("row"));
        return new OnnxListed(
                text(cell(columns, row, "model class")),
                row.isEmpty() || heading == null ? null : anchor(heading),
                MarkdownText.lastAddress(cell(columns, row, "reference")),
                text(cell(columns, row, "description")),
                MarkdownText.lastAddress(cell(columns, row, "spaces")));
    }

    private static List<String> cells(@Nullable String line) {
        return line == null ? List.of() : MarkdownTable.cells(line);
    }

    /** The cell under the heading that ends so; empty where there is none. */
    private static String cell(List<String> columns, List<String> row, String heading) {
        for (int column = 0; column < Math.min(columns.size(), row.size()); column++) {
            if (columns.get(column).toLowerCase(Locale.ROOT).endsWith(heading)) {
                return row.get(column);
            }
        }
        return "";
    }

    private static @Nullable String text(String cell) {
        String plain = MarkdownText.plain(cell);
        return plain.isEmpty() ? null : plain;
    }

    private static @Nullable String anchor(String heading) {
        int start = heading.indexOf(ANCHOR);
        int end = heading.indexOf('"', start + ANCHOR.length());
        return start < 0 || end < 0 ? null : heading.substring(start + ANCHOR.length(), end);
    }
}
