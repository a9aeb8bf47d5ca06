package io.ptmtorrent.http;

import io.github.resilience4j.core.IntervalFunction;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;

/** A clock that moves when somebody sleeps, or is told to; it remembers the sleeps. */
final class FakeTime extends Clock implements Sleeper {
    static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time);
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }

    synchronized Duration slept() {
        return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
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

    /**
     * This time, a retry after 1 s, a rest of 10, 20, 40… s after a 429 without a time, of 1, 2, 4… minutes for a
     * dead host, and every name on loopback.
     */
    Surroundings surroundings() {
        return surroundings(name -> List.of(InetAddress.getLoopbackAddress()));
    }

    Surroundings surroundings(Dns dns) {
        return new Surroundings(
                this,
                this,
                IntervalFunction.of(Duration.ofSeconds(1)),
                IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(10), 2),
                IntervalFunction.ofExponentialBackoff(Duration.ofMinutes(1), 2),
                dns);
    }
}
