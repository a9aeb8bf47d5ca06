package io.ptmtorrent.normalizer.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents of a model of Modelhub.ai, and what of them is read more than once. */
record ModelhubParts(Row registry, Row repository, Row config, Row meta, Row details, Row init, List<String> backends) {
    /** Stands among the registry's backends, and runs models, but is no framework. */
    private static final String NOTEBOOK = "colab";

    static ModelhubParts of(Row row, Row registry, Row config, Row init) {
        return new ModelhubParts(
                registry,
                row.object("repository"),
                config,
                config.object("meta"),
                config.object("model"),
                init,
                registry.texts("backend"));
    }

    void noteMissing() {
        String missing = repository.text("missing");
        if (missing != null) {
            repository.issue("missing", missing);
        }
    }

    /** owner/name of the repository as it is called today, else as the registry calls it; null where it links to none. */
    @Nullable
    String path() {
        String present = repository.name("name");
        return present == null ? repository.name("asked") : present;
    }

    @Nullable
    String library() {
        return backends.stream()
                .filter(backend -> !backend.equals(NOTEBOOK))
                .findFirst()
                .orElse(null);
    }
}
