package io.ptmtorrent.catalog.watch;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which updates a watcher wants: all conditions must hold, an empty set lets everything pass.
 *
 * @param hubs hub names
 * @param owners owners: the part of the path before its first slash
 * @param tasks tasks of the model after the change; an update without a Model (DELETED, RECREATED) has none
 * @param types kinds of change
 */
public record UpdateFilter(Set<String> hubs, Set<String> owners, Set<String> tasks, Set<UpdateType> types)
        implements Predicate<ModelUpdate> {
    public UpdateFilter {
        hubs = Set.copyOf(hubs);
        owners = Set.copyOf(owners);
        tasks = Set.copyOf(tasks);
        types = Set.copyOf(types);
    }

    /** Lets everything pass. */
    public static UpdateFilter all() {
        return new UpdateFilter(Set.of(), Set.of(), Set.of(), Set.of());
    }

    @Override
    public boolean test(ModelUpdate update) {
        return wants(hubs, update.getHub())
                && wants(types, update.getType())
                && wants(owners, ownerOf(update))
                && wants(tasks, taskOf(update));
    }

    private static <T> boolean wants(Set<T> wanted, @Nullable T value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }

    /** The Model's owner, else the path's: a deleted model has no Model, and its owner's watcher wants to know. */
    private static @Nullable String ownerOf(ModelUpdate update) {
        Model model = update.getModel();
        if (model != null && model.getOwner() != null) {
            return model.getOwner();
        }
        int slash = update.getId().indexOf('/');
        return slash > 0 ? update.getId().substring(0, slash) : null;
    }

    private static @Nullable String taskOf(ModelUpdate update) {
        Model model = update.getModel();
        return model == null ? null : model.getTask();
    }
}
