package io.ptmtorrent.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token bucket of bytes: who has read says so, and is told how long to wait until that is paid for.
 *
 * <p>What was not used in the last tenth of a second may be used at once; more is not saved up. Waiting is the caller's:
 * the lock is held for a few additions. Thread-safe.
 */
final class Throttle {
    private static final Duration SAVED = Duration.ofMillis(100);
    private static final double SECOND = 1e9;

    private final Rate rate;
    private final ReentrantLock lock = new ReentrantLock();
    private Instant paid = Instant.MIN;
    private Instant last = Instant.MIN;

    Throttle(Rate rate) {
        this.rate = rate;
    }

    /** The most that is read before it is paid for: a twentieth of a second's, so that no reader waits long. */
    long piece() {
        return Math.max(1, rate.bytesPerSecond() / 20);
    }

    /** Takes bytes; gives how long to wait, zero or less for not at all. */
    Duration take(long bytes, Instant now) {
        lock.lock();
        try {
            if (now.isBefore(last)) {
                // The clock was put back: nobody shall wait for it to come again.
                paid = paid.minus(Duration.between(now, last));
            }
            last = now;
            Instant from = paid.isBefore(now.minus(SAVED)) ? now.minus(SAVED) : paid;
            paid = from.plusNanos(Math.round(bytes * SECOND / rate.bytesPerSecond()));
            return Duration.between(now, paid);
        } finally {
            lock.unlock();
        }
    }
}
