package io.ptmtorrent.normalizer.models;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.UpdateType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How a live model differs from what was held of it.
 *
 * @param types one update each: RENAMED, REVISED, GATED or UNGATED, DISABLED or ENABLED; METADATA_CHANGED where the
 *     revision is the same and a field differs that none of the others tells
 * @param fields names of all fields that differ, in schema order
 */
public record Change(List<UpdateType> types, List<String> fields) {
    private static final Set<String> OF_RENAMING =
            Set.of("id", "metadataUrl", "name", "owner", "url", "ownerUrl", "formerIds", "purl");
    private static final Set<String> OF_GATING = Set.of("gating", "huggingFace.gated");
    private static final Set<String> OF_DISABLING = Set.of("disabled");

    /** Compares; both have the same key. Nothing in it where they are equal. */
    public static Change between(Model before, Model after) {
        List<String> fields = ModelDiff.of(before, after);
        List<String> untold = new ArrayList<>(fields);
        List<UpdateType> types = new ArrayList<>();
        if (!before.getId().equals(after.getId())) {
            types.add(UpdateType.RENAMED);
            untold.removeAll(OF_RENAMING);
        }
        boolean revised = !Objects.equals(before.getRevision(), after.getRevision());
        if (revised) {
            types.add(UpdateType.REVISED);
        }
        if (isOpen(before) && isGated(after)) {
            types.add(UpdateType.GATED);
            untold.removeAll(OF_GATING);
        }
        if (isGated(before) && isOpen(after)) {
            types.add(UpdateType.UNGATED);
            untold.removeAll(OF_GATING);
        }
        if (before.getDisabled() != after.getDisabled()) {
            types.add(after.getDisabled() ? UpdateType.DISABLED : UpdateType.ENABLED);
            untold.removeAll(OF_DISABLING);
        }
        if (!revised && !untold.isEmpty()) {
            types.add(UpdateType.METADATA_CHANGED);
        }
        return new Change(types, fields);
    }

    private static boolean isOpen(Model model) {
        return model.getGating() == Gating.NONE;
    }

    private static boolean isGated(Model model) {
        return model.getGating() == Gating.AUTO || model.getGating() == Gating.MANUAL;
    }
}
