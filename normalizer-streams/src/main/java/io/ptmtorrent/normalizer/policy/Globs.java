package io.ptmtorrent.normalizer.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Globs with what they were written as. Immutable. */
final class Globs {
    private final List<String> texts;
    private final List<Glob> globs;

    Globs(List<String> texts) {
        this.texts = texts;
        this.globs = texts.stream().map(Glob::new).toList();
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** The first that matches; null for none. */
    @Nullable
    String first(String path) {
        for (int i = 0; i < globs.size(); i++) {
            if (globs.get(i).matches(path)) {
                return texts.get(i);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return String.join(", ", texts);
    }
}
