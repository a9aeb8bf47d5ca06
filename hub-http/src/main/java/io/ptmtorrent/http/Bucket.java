package io.ptmtorrent.http;

import io.ptmtorrent.http.RateLimits.Item;
import io.ptmtorrent.http.RateLimits.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One quota: when the next request may go, from what the last answers said. Arithmetic only; not thread-safe.
 *
 * <pre>
 *   interval = time until the reset / (left × share), never shorter than window / (quota × share)
 *   turn     = the last turn + interval; past the reset, the last turn + the shortest interval known
 * </pre>
 *
 * The first line shares what everybody on this address or token left over; its bound keeps a process at its share when
 * much is left near the end of a window. One second is added to every reset, since hubs name whole seconds; it is also
 * the interval after the reset of a bucket that was only ever seen empty.
 */
final class Bucket {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final double share;
    private Instant blockedUntil = Instant.MIN;
    private @Nullable Instant lastTurn;
    private Instant windowEnd = Instant.MAX;
    private Duration interval = Duration.ZERO;
    private @Nullable Duration shortest;
    private int refusals;

    Bucket(double share) {
        this.share = share;
    }

    /** The earliest time of the next request, now or later. */
    Instant nextTurn(Instant now) {
        return latest(now, blockedUntil, spreadTurn());
    }

    void taken(Instant turn) {
        lastTurn = turn;
    }

    Instant blockedUntil() {
        return blockedUntil;
    }

    /** An answer's view of this bucket; an empty one rests until the reset. */
    void learned(Item item, Instant now) {
        // The answered request was a turn, also where nobody knew yet that it belongs here.
        lastTurn = lastTurn == null ? now : lastTurn;
        Duration steady = item.quota() == null ? Duration.ZERO : steady(item.quota());
        interval = longer(spread(item.reset(), item.left()), steady);
        shortest = item.left() == 0 && steady.isZero() ? shortest : shortestKnown(steady);
        windowEnd = now.plus(item.reset()).plus(SECOND);
        if (item.left() == 0) {
            blockUntil(windowEnd);
        }
    }

    /** Nothing goes to this bucket before that time; an earlier one changes nothing. */
    void blockUntil(Instant time) {
        blockedUntil = latest(blockedUntil, time);
    }

    /** How many refusals without a named time came in a row; those answered while it rests anyway count as one. */
    int refusedWithoutTime(Instant now) {
        if (!now.isBefore(blockedUntil)) {
            refusals++;
        }
        return Math.max(1, refusals);
    }

    void accepted() {
        refusals = 0;
    }

    private Instant spreadTurn() {
        if (lastTurn == null) {
            return Instant.MIN;
        }
        Instant turn = lastTurn.plus(interval);
        if (turn.isBefore(windowEnd)) {
            return turn;
        }
        return latest(windowEnd, lastTurn.plus(shortest == null ? SECOND : shortest));
    }

    private Duration shortestKnown(Duration steady) {
        if (!steady.isZero()) {
            return steady;
        }
        return shortest == null || interval.compareTo(shortest) < 0 ? interval : shortest;
    }

    private Duration steady(Quota quota) {
        return spread(quota.window(), quota.requests());
    }

    private Duration spread(Duration time, long requests) {
        double seconds = time.toSeconds() / Math.max(share, requests * share);
        return seconds >= Waits.LONGEST.toSeconds() ? Waits.LONGEST : Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Instant latest(Instant... times) {
        return Collections.max(List.of(times));
    }
}
