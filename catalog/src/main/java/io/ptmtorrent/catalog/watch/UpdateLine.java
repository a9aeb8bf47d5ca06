package io.ptmtorrent.catalog.watch;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One update on one line, for people: when, what, which model, and what of it. */
public final class UpdateLine {
    private static final int SHORT_REVISION = 10;

    private UpdateLine() {}

    /** The line, without a line end; control characters of hub-given text are shown as a question mark. */
    public static String of(ModelUpdate update) {
        List<String> parts = new ArrayList<>();
        parts.add(update.getObservedAt().toString());
        parts.add(String.format("%-16s", update.getType()));
        parts.add(update.getHub() + "/" + update.getId());
        details(update, parts);
        return printable(String.join("  ", parts));
    }

    private static void details(ModelUpdate update, List<String> parts) {
        if (update.getFormerId() != null) {
            parts.add("was " + update.getFormerId());
        }
        if (update.getSuccessor() != null) {
            parts.add("path leads to " + update.getSuccessor());
        }
        String revision = revision(update);
        if (revision != null) {
            parts.add(revision);
        }
        Model model = update.getModel();
        if (model != null && model.getTask() != null) {
            parts.add(model.getTask());
        }
        if (!update.getChangedFields().isEmpty()) {
            parts.add("changed: " + String.join(", ", update.getChangedFields()));
        }
    }

    private static @Nullable String revision(ModelUpdate update) {
        String before = update.getRevisionBefore();
        String after = update.getRevisionAfter();
        if (after == null || after.equals(before)) {
            return null;
        }
        return before == null ? "at " + brief(after) : brief(before) + " -> " + brief(after);
    }

    private static String brief(String revision) {
        return revision.length() > SHORT_REVISION ? revision.substring(0, SHORT_REVISION) : revision;
    }

    private static String printable(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
