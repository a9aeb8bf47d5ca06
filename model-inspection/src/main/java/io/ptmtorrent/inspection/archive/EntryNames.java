package io.ptmtorrent.inspection.archive;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.util.Set;

/** Whether an entry's name stays inside the folder that it is unpacked into, on any system. */
public final class EntryNames {
    private static final Set<String> SYSTEM =
            Set.of("bin", "boot", "dev", "etc", "home", "proc", "root", "sbin", "sys", "tmp", "usr", "var", "Windows");

    private EntryNames() {}

    /**
     * Tells a name that does not.
     *
     * @param offset of the entry
     */
    public static void check(String name, long offset, Scope scope) {
        if (escapes(name)) {
            scope.find(Rule.ARCHIVE_PATH_ESCAPE, offset, "entry '" + name + "'");
        } else if (name.indexOf('\\') >= 0 || isSystem(name)) {
            scope.find(Rule.ARCHIVE_SYSTEM_PATH, offset, "entry '" + name + "'");
        }
    }

    /** Tells a link; one that leads outside is worse. */
    public static void link(String name, String target, long offset, Scope scope) {
        Rule rule = escapes(target) ? Rule.ARCHIVE_PATH_ESCAPE : Rule.ARCHIVE_LINK;
        scope.find(rule, offset, "'" + name + "' links to '" + target + "'");
    }

    /** A path from the root whose first slash was cut off, as some writers do. */
    private static boolean isSystem(String name) {
        int slash = name.indexOf('/');
        return slash > 0 && SYSTEM.contains(name.substring(0, slash));
    }

    /** Absolute, with a drive, or with a way up; both slashes count. */
    public static boolean escapes(String name) {
        String plain = name.replace('\\', '/');
        return plain.startsWith("/")
                || plain.indexOf('\0') >= 0
                || plain.matches("(?s)^[A-Za-z]:.*")
                || plain.matches("(?s)(^|.*/)\\.\\.(/.*|$)");
    }
}
