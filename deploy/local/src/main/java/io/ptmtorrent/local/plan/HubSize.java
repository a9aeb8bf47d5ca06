package io.ptmtorrent.local.plan;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How large a hub is.
 *
 * @param models in its listing
 * @param sources repositories and refs that a full run looks up beside the models' own, or (ONNX) that its mirror has
 * @param basis where the numbers are from, and when, for people
 */
record HubSize(long models, long sources, String basis) {
    /** As it was measured at a time. */
    static HubSize measured(long models, long sources, String by, LocalDate day) {
        return new HubSize(models, sources, by + ", " + day);
    }

    /** The same with as many models as the hub says now. */
    HubSize told(long models, String basis) {
        return new HubSize(models, sources, basis);
    }

    /** The same with as many sources as the hub says now. */
    HubSize toldSources(long number, String basis) {
        return new HubSize(models, number, basis);
    }

    HubSize limited(@Nullable Long limit) {
        return limit == null || limit >= models ? this : new HubSize(limit, sources, basis + "; --limit " + limit);
    }
}
