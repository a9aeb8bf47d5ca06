package io.ptmtorrent.catalog.figures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranks of another registry, from a file of the user's: tab-separated rank, downloads, date, source, a line each.
 *
 * <p>Lines that begin with {@code #}, and a first line that names the columns, are passed over.
 */
public final class OtherRegistry {
    private static final int COLUMNS = 4;

    private OtherRegistry() {}

    /**
     * A table of {@code downloads-rank} with the other registry's rows behind its own.
     *
     * @param name of the registry, as the rows shall say
     * @throws IllegalArgumentException naming the line that is none
     */
    public static FigureTable addTo(FigureTable ranks, String name, Path file) throws IOException {
        if (!ranks.columns().contains("rank")) {
            throw new IllegalArgumentException("--compare: only downloads-rank has ranks to compare with");
        }
        List<List<@Nullable Object>> rows = new ArrayList<>(ranks.rows());
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean header = i == 0 && !line.isEmpty() && !Character.isDigit(line.charAt(0));
            if (!line.isBlank() && !line.startsWith("#") && !header) {
                rows.add(row(name, line, file, i + 1));
            }
        }
        List<String> notes = new ArrayList<>(ranks.notes());
        notes.add(name + ": from " + file.getFileName() + "; the last column names the source of each row.");
        return new FigureTable(ranks.title(), ranks.n(), ranks.columns(), ranks.labels(), rows, notes);
    }

    private static List<@Nullable Object> row(String name, String line, Path file, int number) {
        String[] cells = line.split("\t", -1);
        try {
            if (cells.length == COLUMNS) {
                List<@Nullable Object> row = new ArrayList<>(List.of(name, cells[2]));
                row.add(Long.parseLong(cells[0].strip()));
                row.add(Long.parseLong(cells[1].strip()));
                row.add(cells[3]);
                return row;
            }
        } catch (NumberFormatException e) {
            // Said below, with the line.
        }
        throw new IllegalArgumentException("--compare: line " + number + " of " + file + ": '" + line
                + "' is not rank, downloads, date, source with tabs between; rank and downloads are whole numbers");
    }
}
