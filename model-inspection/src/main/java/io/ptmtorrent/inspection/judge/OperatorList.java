package io.ptmtorrent.inspection.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each system's operators may do: the list that decides, {@code operators.tsv}. Immutable. */
public final class OperatorList {
    /** What is known of an operator. */
    public enum Kind {
        /** Computes, and every reader has it. */
        KNOWN,
        /** In no list. */
        UNKNOWN,
        /** Runs code, or reads or writes files. */
        DANGEROUS
    }

    private record Name(String system, String name) {}

    /** What the list says. */
    record Known(Kind kind, String reason) {}

    private final Map<Name, Known> exact;
    /** By system: what a name must begin with. */
    private final Map<String, List<Name>> beginnings;

    private final Map<Name, Known> patterns;

    private OperatorList(Map<Name, Known> exact, Map<String, List<Name>> beginnings, Map<Name, Known> patterns) {
        this.exact = exact;
        this.beginnings = beginnings;
        this.patterns = patterns;
    }

    static OperatorList parse(List<List<String>> rows) {
        Map<Name, Known> exact = new HashMap<>();
        Map<String, List<Name>> beginnings = new HashMap<>();
        Map<Name, Known> patterns = new HashMap<>();
        for (List<String> row : rows) {
            Known known = new Known(Kind.valueOf(row.get(0).toUpperCase(Locale.ROOT)), row.get(3));
            for (String text : row.get(2).split(" ", -1)) {
                if (text.endsWith("*")) {
                    Name start = new Name(row.get(1), text.substring(0, text.length() - 1));
                    beginnings
                            .computeIfAbsent(row.get(1), it -> new ArrayList<>())
                            .add(start);
                    patterns.put(start, known);
                } else {
                    exact.put(new Name(row.get(1), text), known);
                }
            }
        }
        return new OperatorList(exact, beginnings, patterns);
    }

    Known of(String system, String name) {
        Known listed = exact.get(new Name(system, name));
        if (listed != null) {
            return listed;
        }
        for (Name start : beginnings.getOrDefault(system, List.of())) {
            if (name.startsWith(start.name())) {
                return patterns.getOrDefault(start, new Known(Kind.UNKNOWN, ""));
            }
        }
        return new Known(Kind.UNKNOWN, "");
    }
}
