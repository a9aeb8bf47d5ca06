package io.ptmtorrent.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still until the test moves it; sleepers sleep until it has passed their time. */
final class HandMovedTime extends Clock implements Sleeper {
    private static final long TEN_SECONDS = 10_000;

    private final List<Instant> sleeping = new ArrayList<>();
    private Instant now = FakeTime.START;

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        Instant until = now.plus(time);
        sleeping.add(until);
        notifyAll();
        while (now.isBefore(until)) {
            wait();
        }
    }

    /** Moves on; those whose time has come are no longer counted as sleeping from here on. */
    synchronized void pass(Duration time) {
        now = now.plus(time);
        sleeping.removeIf(until -> !until.isAfter(now));
        notifyAll();
    }

    /** Waits until at least so many sleep (one that was woken may sleep again); bounded, so that a failing test ends. */
    synchronized void awaitSleepers(int count) throws InterruptedException {
        long end = System.currentTimeMillis() + TEN_SECONDS;
        while (sleeping.size() < count && System.currentTimeMillis() < end) {
            wait(100);
        }
        if (sleeping.size() < count) {
            throw new AssertionError(sleeping.size() + " sleep, not " + count + ": " + sleeping);
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
