package io.ptmtorrent.normalizer.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Where a row stands with the sinks.
 *
 * @param attempt requests ever sent for the row; a result carries the number of its request
 * @param tries how often the present source was put off
 * @param due earliest time of the next request, milliseconds since the epoch
 * @param asked the request under way; null for none
 */
record Turn(int attempt, int tries, long due, @Nullable Asked asked) {
    static final Turn NONE = new Turn(0, 0, 0, null);

    /** Whether {@code resultAttempt} is of the request under way. */
    boolean isAnsweredBy(int resultAttempt) {
        return asked != null && attempt == resultAttempt;
    }

    Turn ask(Asked asked) {
        return new Turn(attempt + 1, tries, due, asked);
    }

    /** The request under way is over: its credit is free. */
    Turn returned() {
        return new Turn(attempt, tries, due, null);
    }

    /** The present source is put off. */
    Turn putOff(int moreTries, long due) {
        return new Turn(attempt, tries + moreTries, due, asked);
    }

    /** Another source's turn, or the same one's from the start. */
    Turn afresh(long due) {
        return new Turn(attempt, 0, due, asked);
    }

    Turn notBefore(long now) {
        return due >= now ? this : new Turn(attempt, tries, now, asked);
    }
}
