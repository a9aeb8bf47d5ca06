package io.ptmtorrent.local.verify;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps all who read together below so many bytes a second. For any number of threads. */
public final class Throttle {
    private static final double NANOS = 1e9;

    private final long bytesPerSecond;
    private final LongSupplier nanos;
    private final Sleep sleep;
    private long free;

    /** Waits; {@code Thread::sleep}. */
    @FunctionalInterface
    public interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * @param bytesPerSecond 0: no limit
     * @param nanos a clock that only moves on, as {@code System::nanoTime}
     */
    public Throttle(long bytesPerSecond, LongSupplier nanos, Sleep sleep) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.sleep = sleep;
        this.free = nanos.getAsLong();
    }

    /** Waits until these bytes fit, too. */
    void took(int bytes) throws InterruptedException {
        if (bytesPerSecond == 0) {
            return;
        }
        long wait = reserve(Math.round(NANOS * bytes / bytesPerSecond));
        if (wait > 0) {
            sleep.sleep(Duration.ofNanos(wait));
        }
    }

    /** The time that they took counts; what was not used before is not saved up. */
    private synchronized long reserve(long cost) {
        long now = nanos.getAsLong();
        free = Math.max(free + cost, now);
        return free - now;
    }
}
