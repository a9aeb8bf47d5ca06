package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.ModelFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the frameworks that a model is for, in one vocabulary (frameworks.tsv). Not for several threads. */
public final class Frameworks {
    /** Method that provenance names. */
    public static final String METHOD = "frameworks-1";

    private static final String FORMAT = "format:";
    private static final Map<String, String> BY_WORD = new HashMap<>();
    private static final Map<String, String> BY_FORMAT = new HashMap<>();

    static {
        for (List<String> row : Table.read("frameworks.tsv")) {
            for (String word : row) {
                boolean format = word.startsWith(FORMAT);
                (format ? BY_FORMAT : BY_WORD).put(format ? word.substring(FORMAT.length()) : word, row.getFirst());
            }
        }
    }

    private final TreeSet<String> found = new TreeSet<>();
    private final List<String> sources = new ArrayList<>(3);

    /**
     * Adds what a library's name stands for.
     *
     * @param source field path
     * @return false where the name is not in the vocabulary
     */
    public boolean library(String name, String source) {
        String framework = BY_WORD.get(name);
        framework = framework == null ? BY_WORD.get(Words.dashed(name)) : framework;
        add(framework, source);
        return framework != null;
    }

    /** Adds those of the tags that are words of the vocabulary, as it writes them. */
    public void tags(List<String> tags, String source) {
        for (String tag : tags) {
            add(BY_WORD.get(tag), source);
        }
    }

    /** Adds what the formats of weights tell: other files, such as an optimizer's state, tell of training alone. */
    public void files(List<ModelFile> files, String source) {
        for (ModelFile file : files) {
            if (file.getRole() == FileRole.WEIGHTS && file.getFormat() != null) {
                add(BY_FORMAT.get(file.getFormat()), source);
            }
        }
    }

    private void add(@Nullable String framework, String source) {
        if (framework != null) {
            found.add(framework);
            if (!sources.contains(source)) {
                sources.add(source);
            }
        }
    }

    /** Sorted, each once. */
    public List<String> found() {
        return found.isEmpty() ? List.of() : new ArrayList<>(found);
    }

    /** Field paths of the places that named one; empty where none did. */
    public String sources() {
        return String.join(", ", sources);
    }
}
