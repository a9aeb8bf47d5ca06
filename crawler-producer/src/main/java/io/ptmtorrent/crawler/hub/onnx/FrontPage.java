package io.ptmtorrent.crawler.hub.onnx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the zoo's own README.md, which list families of models by section. Immutable.
 *
 * @param byFolder by the folder that a row links to
 */
record FrontPage(Map<String, Listed> byFolder) {
    /** The zoo's own README.md. */
    static final String PATH = "README.md";

    private static final String LINK = "](validated/";
    private static final int BEFORE = "](".length();

    /**
     * Three lines as they stand.
     *
     * @param heading of the section; null where the table is in none
     * @param header of the table; null where the row is its first line
     * @param row that links to the family's folder
     */
    record Listed(@Nullable String heading, @Nullable String header, String row) {}

    FrontPage {
        byFolder = Map.copyOf(byFolder);
    }

    static FrontPage none() {
        return new FrontPage(Map.of());
    }

    static FrontPage read(String text) {
        Map<String, Listed> found = new HashMap<>();
        String heading = null;
        String header = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                heading = line;
            }
            String folder = folder(line);
            if (folder != null) {
                found.putIfAbsent(folder, new Listed(heading, header, line));
            } else if (line.indexOf('|') < 0) {
                header = null;
            } else if (header == null) {
                header = line;
            }
        }
        return new FrontPage(found);
    }

    /** Where the folder of a path, or one above it, is listed; null where none is. */
    @Nullable
    Listed of(String path) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            Listed listed = byFolder.get(path.substring(0, end));
            if (listed != null) {
                return listed;
            }
        }
        return null;
    }

    /** The folder under validated/ that a table's row links to; null where it links to none. */
    private static @Nullable String folder(String line) {
        int link = line.indexOf('|') < 0 ? -1 : line.indexOf(LINK);
        int end = line.indexOf(')', link);
        if (link < 0 || end < 0) {
            return null;
        }
        String folder = line.substring(link + BEFORE, end).strip();
        return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }
}
