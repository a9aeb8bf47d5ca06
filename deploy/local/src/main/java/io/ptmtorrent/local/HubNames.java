package io.ptmtorrent.local;

import io.ptmtorrent.crawler.hub.Hubs;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of hubs, as options take them. */
final class HubNames {
    private HubNames() {}

    static boolean isHub(String name) {
        return Hubs.NAMES.contains(name);
    }

    /** The names, if they are hubs; throws IllegalArgumentException naming option, value and what is allowed. */
    static Set<String> known(String option, Collection<String> names) {
        for (String name : names) {
            if (!Hubs.NAMES.contains(name)) {
                throw new IllegalArgumentException(option + ": '" + name + "' is no hub; allowed: "
                        + String.join(", ", new TreeSet<>(Hubs.NAMES)));
            }
        }
        return Set.copyOf(names);
    }

    /** The names, all of them where none is named; throws as {@link #known} does. */
    static List<String> orAll(String option, Collection<String> names) {
        return names.isEmpty() ? Hubs.NAMES : List.copyOf(new TreeSet<>(known(option, names)));
    }
}
