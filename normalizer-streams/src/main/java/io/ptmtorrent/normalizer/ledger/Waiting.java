package io.ptmtorrent.normalizer.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How many wait for a row. Nearly every file has one waiter: it stands in the row itself, and all others are rows of
 * their own, since a base model's weights may have a million.
 *
 * @param model model key of one that wanted the row, waiting or not; empty where nobody ever did
 * @param first the one in the row; null where it was answered or withdrew
 * @param others number of the others
 */
record Waiting(String model, @Nullable Waiter first, int others) {
    static final Waiting NOBODY = new Waiting("", null, 0);

    boolean any() {
        return first != null || others > 0;
    }

    Waiting withFirst(Waiter waiter) {
        return new Waiting(waiter.model(), waiter, others);
    }

    Waiting withoutFirst() {
        return new Waiting(model, null, others);
    }

    Waiting plusOthers(int more) {
        return new Waiting(model, first, others + more);
    }
}
