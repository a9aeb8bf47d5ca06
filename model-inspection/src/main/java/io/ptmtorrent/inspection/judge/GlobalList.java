package io.ptmtorrent.inspection.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What each Python class or function may do when a stream names it: the list that decides, {@code globals.tsv}.
 *
 * <p>An allowed name is allowed as a whole; a dotted one is dangerous where any prefix of it is, and allowed only where it
 * is listed itself. What is listed nowhere is unknown, or of the standard library. Immutable.
 */
public final class GlobalList {
    /** What is known of a global; a later one outranks. */
    public enum Kind {
        /** Data alone, and torch.load(weights_only=True) takes it too. */
        WEIGHTS,
        /** Builds data, runs nothing that the stream brings. */
        DATA,
        /** In no list. */
        UNKNOWN,
        /** Harmless itself, and no model needs it; or it carries code that something else must call. */
        CODE,
        /** In no list, and of Python's standard library. */
        STANDARD,
        /** Runs code, reads or writes files, reaches a network, or leads to what does. */
        DANGEROUS
    }

    private record Pair(String module, String name) {}

    /**
     * A pattern.
     *
     * @param start what the module must begin with: most are told apart by it alone
     */
    private record Glob(Kind kind, String start, Pattern module, Pattern name, String reason) {
        boolean matches(String itsModule, String itsName) {
            return itsModule.startsWith(start)
                    && module.matcher(itsModule).matches()
                    && name.matcher(itsName).matches();
        }
    }

    /**
     * What the list says.
     *
     * @param reason why, from the list; empty for what is in none
     */
    public record Known(Kind kind, String reason) {}

    private final Map<Pair, Known> exact;
    private final List<Glob> globs;
    private final Set<String> standard;
    private final Map<Pair, Pair> python2;

    private GlobalList(Map<Pair, Known> exact, List<Glob> globs, Set<String> standard, Map<Pair, Pair> python2) {
        this.exact = exact;
        this.globs = globs;
        this.standard = standard;
        this.python2 = python2;
    }

    static GlobalList parse(List<List<String>> rows) {
        Map<Pair, Known> exact = new HashMap<>();
        List<Glob> globs = new ArrayList<>();
        Set<String> standard = new HashSet<>();
        Map<Pair, Pair> python2 = new HashMap<>();
        for (List<String> row : rows) {
            String module = row.get(1);
            String names = row.get(2);
            switch (row.get(0)) {
                case "standard" -> standard.addAll(List.of(names.split(" ", -1)));
                case "python2" -> {
                    String[] target = row.get(3).split(" ", -1);
                    python2.put(new Pair(module, names), new Pair(target[0], target[1]));
                }
                default -> {
                    Kind kind = Kind.valueOf(row.get(0).toUpperCase(Locale.ROOT));
                    for (String name : names.split(" ", -1)) {
                        if (module.indexOf('*') < 0 && name.indexOf('*') < 0 && name.indexOf('[') < 0) {
                            exact.merge(new Pair(module, name), new Known(kind, row.get(3)), GlobalList::worse);
                        } else {
                            String any = kind == Kind.DANGEROUS ? ".*" : "[^.]*";
                            String start = module.indexOf('*') < 0 ? module : module.substring(0, module.indexOf('*'));
                            globs.add(new Glob(kind, start, glob(module, ".*"), glob(name, any), row.get(3)));
                        }
                    }
                }
            }
        }
        return new GlobalList(exact, globs, standard, python2);
    }

    /**
     * {@code *} is any run of characters, of a name that is allowed without dots: what hangs on a class is not the class. The
     * rest stands for itself, but {@code [A-Z]}.
     */
    private static Pattern glob(String text, String any) {
        return Pattern.compile(text.replace(".", "\\.").replace("*", any), Pattern.DOTALL);
    }

    /**
     * What is known of a global, under the name that the stream writes and under the one that Python 3 makes of a Python 2
     * name; the worse of the two.
     */
    public Known of(String module, String name) {
        Known direct = lookup(module, name);
        Pair renamed = python2.get(new Pair(module, name));
        if (renamed == null) {
            Pair moved = python2.get(new Pair(module, "*"));
            renamed = moved == null ? null : new Pair(moved.module(), name);
        }
        if (renamed == null) {
            return direct;
        }
        Known other = lookup(renamed.module(), renamed.name());
        return direct.kind() == Kind.UNKNOWN || direct.kind() == Kind.STANDARD ? other : worse(direct, other);
    }

    /** Whether the top of a dotted module is of Python's own library, of 2 or 3. */
    public boolean isStandard(String module) {
        return standard.contains(first(module));
    }

    private Known lookup(String module, String name) {
        Known whole = find(module, name);
        Known worst = whole.kind() == Kind.DANGEROUS ? whole : prefixes(module, name);
        if (worst.kind() == Kind.DANGEROUS) {
            return worst;
        }
        if (whole.kind() != Kind.UNKNOWN) {
            return whole;
        }
        return standard.contains(first(module)) ? new Known(Kind.STANDARD, "") : whole;
    }

    /** Every other way to cut {@code module.name} in two: what a dotted name leads through counts as well. */
    private Known prefixes(String module, String name) {
        Known worst = new Known(Kind.UNKNOWN, "");
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String head = name.substring(0, dot);
            worst = worse(worst, onlyDangerous(find(module, head)));
            worst = worse(worst, onlyDangerous(find(module + "." + head, name.substring(dot + 1))));
        }
        return worst;
    }

    private static Known onlyDangerous(Known known) {
        return known.kind() == Kind.DANGEROUS ? known : new Known(Kind.UNKNOWN, "");
    }

    /** The list's own order does not matter: an exact row outranks patterns, and of patterns the worst counts. */
    private Known find(String module, String name) {
        Known listed = exact.get(new Pair(module, name));
        if (listed != null) {
            return listed;
        }
        Known worst = null;
        for (Glob glob : globs) {
            if (glob.matches(module, name)) {
                Known known = new Known(glob.kind(), glob.reason());
                worst = worst == null ? known : worse(worst, known);
            }
        }
        return worst == null ? new Known(Kind.UNKNOWN, "") : worst;
    }

    private static Known worse(Known one, Known other) {
        return one.kind().compareTo(other.kind()) >= 0 ? one : other;
    }

    private static String first(String module) {
        int dot = module.indexOf('.');
        return dot < 0 ? module : module.substring(0, dot);
    }
}
