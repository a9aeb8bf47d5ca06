package io.ptmtorrent.http;

import io.github.resilience4j.core.IntervalFunction;
import io.ptmtorrent.http.RateLimits.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one host's quotas, shared by all threads that ask it.
 *
 * <pre>
 *   lane unknown ── one request at a time ──► first answer names buckets (or none) ──► lane known: turns by its buckets
 * </pre>
 *
 * Turns are handed out under a lock, sleeping is the caller's. A 429 that comes in while others sleep is seen by them
 * through {@link #confirm}.
 */
final class HostBudget {
    private static final int MOST_BUCKETS = 32;
    /** The bucket of a host that names none: it knows refusals only. */
    private static final String UNNAMED = "";

    private final double share;
    private final IntervalFunction backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition probed = lock.newCondition();
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<Lane, Set<String>> known = new EnumMap<>(Lane.class);
    private Duration gap = Duration.ZERO;
    private @Nullable Instant lastTurn;
    private final Set<Lane> probing = Collections.newSetFromMap(new EnumMap<>(Lane.class));

    HostBudget(double share, IntervalFunction backoff) {
        this.share = share;
        this.backoff = backoff;
    }

    /** Keeps turns of all lanes so far apart, whatever the quotas allow. */
    void keepApart(Duration time) {
        lock.lock();
        try {
            gap = time;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while another thread's request finds out what this lane's quotas are. */
    void awaitProbe(Lane lane) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!known.containsKey(lane) && probing.contains(lane)) {
                probed.await();
            }
            if (!known.containsKey(lane)) {
                probing.add(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next turn, which may lie ahead; none is taken if it comes after the deadline. */
    Turn take(Lane lane, Instant now, Instant deadline) {
        lock.lock();
        try {
            return takeLocked(lane, now, deadline);
        } finally {
            lock.unlock();
        }
    }

    /** The same turn again, or a later one if the hub has closed the bucket since it was taken. */
    Turn confirm(Lane lane, Turn turn, Instant now, Instant deadline) {
        lock.lock();
        try {
            return turn.at().isBefore(closedUntil(lane)) ? takeLocked(lane, now, deadline) : turn;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an answer's headers in; the time of the next request if the answer means "later".
     *
     * @param items what the headers say of quotas
     * @param now when the answer came
     */
    Optional<Instant> answered(Lane lane, Response response, List<Item> items, Instant now) {
        lock.lock();
        try {
            learn(lane, items, now);
            if (!Refusal.meansLater(response)) {
                bucketsOf(lane).forEach(Bucket::accepted);
                settle(lane, response);
                return Optional.empty();
            }
            refuse(lane, items, Waits.retryAfter(response.headers(), now), now);
            return Optional.of(closedUntil(lane));
        } finally {
            endProbe(lane);
            lock.unlock();
        }
    }

    /** A request got no answer: nothing is learned, the next one may try. */
    void unanswered(Lane lane) {
        lock.lock();
        try {
            endProbe(lane);
        } finally {
            lock.unlock();
        }
    }

    /** A turn: when, and whether it was given. */
    record Turn(Instant at, boolean granted) {}

    private Turn takeLocked(Lane lane, Instant now, Instant deadline) {
        List<Bucket> needed = bucketsOf(lane);
        Instant at = needed.stream()
                .map(bucket -> bucket.nextTurn(now))
                .max(Instant::compareTo)
                .filter(turn -> turn.isAfter(afterTheGap(now)))
                .orElseGet(() -> afterTheGap(now));
        boolean granted = !at.isAfter(deadline);
        if (granted) {
            lastTurn = at;
            needed.forEach(bucket -> bucket.taken(at));
        }
        return new Turn(at, granted);
    }

    private Instant afterTheGap(Instant now) {
        Instant next = lastTurn == null ? now : lastTurn.plus(gap);
        return next.isAfter(now) ? next : now;
    }

    private void learn(Lane lane, List<Item> items, Instant now) {
        if (!items.isEmpty()) {
            items.forEach(item -> bucket(item.bucket()).learned(item, now));
            known.put(lane, items.stream().map(Item::bucket).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** A proper answer without quotas: this host has none. An error page from something in between proves nothing. */
    private void settle(Lane lane, Response response) {
        if (!Refusal.isBusy(response.code())) {
            known.putIfAbsent(lane, Set.of(UNNAMED));
        }
    }

    private void refuse(Lane lane, List<Item> items, Optional<Duration> retryAfter, Instant now) {
        retryAfter.ifPresent(time -> block(lane, now.plus(time)));
        boolean anyEmpty = items.stream().anyMatch(item -> item.left() == 0);
        items.stream()
                .filter(item -> item.left() == 0 || !anyEmpty)
                .forEach(item ->
                        bucket(item.bucket()).blockUntil(now.plus(item.reset()).plusSeconds(1)));
        if (retryAfter.isEmpty() && items.isEmpty()) {
            int inARow = bucketsOf(lane).stream()
                    .mapToInt(bucket -> bucket.refusedWithoutTime(now))
                    .max()
                    .orElse(1);
            block(lane, now.plusMillis(backoff.apply(inARow)));
        }
    }

    private void block(Lane lane, Instant until) {
        bucketsOf(lane).forEach(bucket -> bucket.blockUntil(until));
    }

    private Instant closedUntil(Lane lane) {
        return bucketsOf(lane).stream()
                .map(Bucket::blockedUntil)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private void endProbe(Lane lane) {
        if (probing.remove(lane)) {
            probed.signalAll();
        }
    }

    private List<Bucket> bucketsOf(Lane lane) {
        return known.getOrDefault(lane, Set.of(UNNAMED)).stream()
                .map(this::bucket)
                .toList();
    }

    /** A hub that makes up ever new names shares one bucket among them. */
    private Bucket bucket(String name) {
        String kept = buckets.containsKey(name) || buckets.size() < MOST_BUCKETS ? name : UNNAMED;
        return buckets.computeIfAbsent(kept, any -> new Bucket(share));
    }
}
