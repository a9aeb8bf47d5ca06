package io.ptmtorrent.inspection.coreml;

import io.ptmtorrent.inspection.archive.EntryNames;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;

/** A file that a model names beside itself: it must lie in the model's package. */
final class OtherFile {
    private static final String PACKAGE = "@model_path/";

    private OtherFile() {}

    /** Tells a path that leads outside; counts how often another is named. */
    static void check(String path, long offset, Scope scope) {
        String inside = path.startsWith(PACKAGE) ? path.substring(PACKAGE.length()) : path;
        if (EntryNames.escapes(inside)) {
            scope.find(Rule.COREML_EXTERNAL_PATH, offset, "reads '" + path + "'");
        } else if (!inside.isEmpty()) {
            scope.count("external-file." + inside, 1);
        }
    }
}
