package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.Package;
import org.jspecify.annotations.Nullable;

/**
 * A live model with what the other topics hold of it.
 *
 * @param metrics newest popularity; null where the hub tells none
 * @param stored what is stored of it; null where no file is wanted
 */
record Counted(
        Model model,
        @Nullable ModelMetrics metrics,
        @Nullable Package stored) {
    /** The model's task as its hub says, {@code None} where it says none. */
    String task() {
        return model.getTask() == null ? Votes.NONE : model.getTask();
    }
}
