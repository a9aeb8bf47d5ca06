package io.ptmtorrent.samplehub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The order of a listing over one {@link HubState}: places from 0 to {@link #size}, dead models included.
 *
 * <p>By createdAt the place is the model's number; by lastModified it comes from a table sorted by lastModified, then by
 * number, made once a state. Immutable, safe for all threads.
 */
final class ListingOrder {
    private static final int NUMBER_BITS = 24;
    private static final long NUMBER_MASK = (1 << NUMBER_BITS) - 1;

    private final HubState state;
    private final boolean descending;
    /** lastModified and number of each model in one long, rising; null by createdAt. */
    private final long @Nullable [] modified;

    ListingOrder(HubState state, boolean descending, long @Nullable [] modified) {
        this.state = state;
        this.descending = descending;
        this.modified = modified;
    }

    static long[] sortedByModified(HubState state) {
        long[] keys = new long[state.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(state.lastModified(i), i);
        }
        Arrays.sort(keys);
        return keys;
    }

    int size() {
        return state.size();
    }

    int modelAt(int place) {
        int rising = descending ? size() - 1 - place : place;
        return modified == null ? rising : (int) (modified[rising] & NUMBER_MASK);
    }

    /** The first place behind the cursor, 0 without one. */
    int placeAfter(@Nullable Cursor cursor) {
        if (cursor == null) {
            return 0;
        }
        int number = state.births.firstNotBelow(cursor.objectId());
        boolean known = number < size() && state.births.objectId(number).equals(cursor.objectId());
        int first = rank(cursor, number);
        if (descending) {
            return size() - first;
        }
        return known && holds(first, cursor, number) ? first + 1 : first;
    }

    /** How many live models stand before a place. */
    int liveBefore(int place) {
        int live = 0;
        for (int i = 0; i < place; i++) {
            live += state.live(modelAt(i)) ? 1 : 0;
        }
        return live;
    }

    Cursor cursorAt(int place) {
        int index = modelAt(place);
        return new Cursor(state.births.objectId(index), modified == null ? -1 : state.lastModified(index));
    }

    /** How many models come before the cursor's place in the rising order. */
    private int rank(Cursor cursor, int number) {
        if (modified == null) {
            return number;
        }
        int found = Arrays.binarySearch(modified, key(Math.max(0, cursor.lastModified()), number));
        return found < 0 ? -found - 1 : found;
    }

    /** False when the cursor's model has moved on since: then it is still to come. */
    private boolean holds(int rank, Cursor cursor, int number) {
        return modified == null || (rank < size() && modified[rank] == key(cursor.lastModified(), number));
    }

    private static long key(long lastModified, int number) {
        return lastModified << NUMBER_BITS | number;
    }
}
