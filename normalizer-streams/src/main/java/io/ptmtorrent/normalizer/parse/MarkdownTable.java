package io.ptmtorrent.normalizer.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * A table in a Markdown text, cell by cell as it stands (GitHub Flavored Markdown, tables), read leniently: bars at the
 * ends may be missing, and a row may have fewer or more cells than there are headings.
 *
 * @param headings cells of its first line
 * @param rows cells of the lines under the line of dashes
 */
record MarkdownTable(List<String> headings, List<List<String>> rows) {
    /** All tables of a text, in its order. */
    static List<MarkdownTable> in(String text) {
        List<MarkdownTable> tables = new ArrayList<>(2);
        List<String> before = List.of();
        List<List<String>> rows = null;
        for (String line : text.lines().toList()) {
            List<String> cells = cells(line);
            if (cells.isEmpty()) {
                rows = null;
            } else if (rows != null) {
                rows.add(cells);
            } else if (!before.isEmpty() && areDashes(cells)) {
                rows = new ArrayList<>();
                tables.add(new MarkdownTable(before, rows));
            }
            before = cells;
        }
        return tables;
    }

    /** Heading of a column; empty where it has none. */
    String heading(int column) {
        return column < headings.size() ? headings.get(column) : "";
    }

    /** The cells of a line; none where it holds no bar. */
    static List<String> cells(String line) {
        String row = line.strip();
        if (row.indexOf('|') < 0) {
            return List.of();
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = row.charAt(0) == '|' ? 1 : 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '\\' && i + 1 < row.length() && row.charAt(i + 1) == '|') {
                cell.append(row.charAt(++i));
            } else if (c == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (!cell.isEmpty()) {
            cells.add(cell.toString().strip());
        }
        return cells;
    }

    private static boolean areDashes(List<String> cells) {
        for (String cell : cells) {
            boolean dash = false;
            for (int i = 0; i < cell.length(); i++) {
                dash |= cell.charAt(i) == '-';
                if (cell.charAt(i) != '-' && cell.charAt(i) != ':') {
                    return false;
                }
            }
            if (!dash) {
                return false;
            }
        }
        return true;
    }
}
