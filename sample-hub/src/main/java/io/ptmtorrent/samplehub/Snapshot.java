package io.ptmtorrent.samplehub;

import org.jspecify.annotations.Nullable;

/** A {@link HubState} with its orders; the order by lastModified is made when first asked for. Safe for all threads. */
final class Snapshot {
    private final HubState state;
    private long @Nullable [] modified;

    Snapshot(HubState state) {
        this.state = state;
    }

    HubState state() {
        return state;
    }

    ListingOrder order(boolean byModified, boolean descending) {
        return new ListingOrder(state, descending, byModified ? modified() : null);
    }

    private synchronized long[] modified() {
        if (modified == null) {
            modified = ListingOrder.sortedByModified(state);
        }
        return modified;
    }
}
