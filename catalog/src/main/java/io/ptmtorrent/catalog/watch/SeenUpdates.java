package io.ptmtorrent.catalog.watch;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the identities of the last updates, so that a repeated one is shown once.
 *
 * <p>The normalizer's transactions write each once; a second comes only where somebody replays history into the same
 * topic. Bounded: what lies further back than {@link #REMEMBERED} updates is shown again. For one thread.
 */
final class SeenUpdates {
    static final int REMEMBERED = 200_000;

    private record Identity(int partition, long offset, UpdateType type, int edition) {}

    private final Map<Identity, Boolean> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** True the first time. */
    boolean isNew(ModelUpdate update) {
        Identity identity =
                new Identity(update.getPartition(), update.getOffset(), update.getType(), update.getEdition());
        return seen.put(identity, Boolean.TRUE) == null;
    }
}
