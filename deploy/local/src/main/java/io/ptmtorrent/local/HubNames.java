package io.ptmtorrent.local;

import io.ptmtorrent.crawler.hub.Hubs;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of hubs, as options take them. */
final class HubNames {
    /** All that a record may name; not all can be crawled yet. */
    private static final Set<String> KNOWN =
            Set.of("huggingface", "onnx-model-zoo", "pytorch-hub", "modelzoo", "modelhub");

    private HubNames() {}

    /** The names, if records may carry them; throws IllegalArgumentException naming option, value and what is allowed. */
    static Set<String> known(String option, Collection<String> names) {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw unknown(option, name, KNOWN);
            }
        }
        return Set.copyOf(names);
    }

    /** The names, if these hubs can be crawled; all that can where none is named. */
    static List<String> crawlable(String option, Collection<String> names) {
        List<String> built = Hubs.NAMES;
        for (String name : known(option, names)) {
            if (!built.contains(name)) {
                throw new IllegalArgumentException(option + ": '" + name
                        + "' cannot be crawled by this version yet; allowed: " + String.join(", ", built));
            }
        }
        return names.isEmpty() ? built : List.copyOf(new TreeSet<>(names));
    }

    private static IllegalArgumentException unknown(String option, String name, Set<String> allowed) {
        return new IllegalArgumentException(
                option + ": '" + name + "' is no hub; allowed: " + String.join(", ", new TreeSet<>(allowed)));
    }
}
