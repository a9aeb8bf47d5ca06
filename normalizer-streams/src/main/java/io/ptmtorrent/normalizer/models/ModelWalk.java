package io.ptmtorrent.normalizer.models;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all rows of a task, a bounded piece at a time: a transaction ends after 10 s.
 *
 * <p>Whoever walks keeps the cursor, in a store. For the task's thread.
 */
public final class ModelWalk {
    /** A cursor from which the walk begins with the first row of all. */
    public static final String BEGINNING = "";

    private final KeyValueStore<String, byte[]> models;

    public ModelWalk(KeyValueStore<String, byte[]> models) {
        this.models = models;
    }

    /** Looks at rows, in the order of their keys. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at one.
         *
         * @return what it cost, at least 1; 0 where it could not be dealt with now and the walk must come back to it
         */
        int visit(String key, ModelRow row);
    }

    /**
     * One piece.
     *
     * @param cursor key after which it goes on
     * @param end key before which it ends; null: the last row
     * @param budget cost after which it pauses
     * @return the cursor to go on from; null where there is nothing more
     */
    public @Nullable String step(String cursor, @Nullable String end, int budget, Visitor visitor) {
        String last = cursor;
        int left = budget;
        try (KeyValueIterator<String, byte[]> rows = range(cursor + '\0', end)) {
            while (left > 0) {
                if (!rows.hasNext()) {
                    return null;
                }
                KeyValue<String, byte[]> row = rows.next();
                int cost = visitor.visit(row.key, ModelRow.read(row.value));
                if (cost == 0) {
                    break;
                }
                left -= cost;
                last = row.key;
            }
        }
        return last;
    }

    /** Kafka's range has no annotations; a null end is allowed there. */
    @SuppressWarnings("NullAway")
    private KeyValueIterator<String, byte[]> range(String from, @Nullable String to) {
        return models.range(from, to);
    }
}
