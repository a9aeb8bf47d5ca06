package io.ptmtorrent.catalog.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts by group; the largest first, equal ones by name. For one thread. */
final class Votes {
    /** Group of what names none. */
    static final String NONE = "None";

    /** Group of what is too small to be shown alone. */
    static final String OTHER = "other";

    private final TreeMap<String, Long> counts = new TreeMap<>();
    private long all;

    /** A group and its votes. */
    record Group(String name, long votes) {}

    void add(@Nullable String group) {
        counts.merge(group == null ? NONE : group, 1L, Long::sum);
        all++;
    }

    long all() {
        return all;
    }

    /** The {@code most} largest, then the rest as one, where there is a rest. */
    List<Group> largest(int most) {
        List<Group> groups = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(it -> groups.add(new Group(it.getKey(), it.getValue())));
        long rest = all - groups.stream().mapToLong(Group::votes).sum();
        if (rest > 0) {
            groups.add(new Group(OTHER, rest));
        }
        return groups;
    }

    /** A row that tells a share: labels, numerator, denominator, ratio. */
    static List<@Nullable Object> share(long numerator, long denominator, String... labels) {
        List<@Nullable Object> row = new ArrayList<>(Arrays.asList(labels));
        row.add(numerator);
        row.add(denominator);
        row.add(denominator == 0 ? null : (double) numerator / denominator);
        return row;
    }
}
