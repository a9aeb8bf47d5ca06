package io.ptmtorrent.catalog.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure's numbers.
 *
 * @param title one line, for people
 * @param n models that were looked at
 * @param columns names; labels first, then numbers
 * @param rows cells as many as columns: text, Long, Double, or null where there is nothing to tell
 * @param labels how many of the columns are labels
 * @param notes what a reader must know, sentences
 */
public record FigureTable(
        String title, long n, List<String> columns, int labels, List<List<@Nullable Object>> rows, List<String> notes) {
    public FigureTable {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(new ArrayList<>(rows));
        notes = List.copyOf(notes);
        for (List<@Nullable Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        title + ": a row of " + row.size() + " cells under " + columns.size() + " columns");
            }
        }
    }

    /** The rows of several tables of one figure, one after the other; n is the last one's. */
    static FigureTable joined(List<FigureTable> tables) {
        FigureTable last = tables.getLast();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        tables.forEach(table -> rows.addAll(table.rows()));
        return new FigureTable(last.title, last.n, last.columns, last.labels, rows, last.notes);
    }
}
