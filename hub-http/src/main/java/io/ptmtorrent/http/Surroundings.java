package io.ptmtorrent.http;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import okhttp3.Dns;

/**
 * What the client takes from the world outside: time, sleep, names, and every back-off with its jitter.
 *
 * @param retryBackoff milliseconds before the next attempt, by the number of failed ones (from 1), jitter included
 * @param limitBackoff milliseconds that a bucket rests after a 429 which names no time, by how many came in a row
 * @param deadBackoff milliseconds that a dead host is left alone, by how many times in a row it was found dead
 */
record Surroundings(
        Clock clock,
        Sleeper sleeper,
        IntervalFunction retryBackoff,
        IntervalFunction limitBackoff,
        IntervalFunction deadBackoff,
        Dns dns) {

    private static final double DOUBLE = 2.0;
    private static final double JITTER = 0.5;

    static Surroundings real() {
        return new Surroundings(
                Clock.systemUTC(),
                Thread::sleep,
                backoff(Duration.ofMillis(400), Duration.ofSeconds(4)),
                backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)),
                backoff(Duration.ofSeconds(5), Duration.ofMinutes(2)),
                Dns.SYSTEM);
    }

    private static IntervalFunction backoff(Duration first, Duration longest) {
        return IntervalFunction.ofExponentialRandomBackoff(first, DOUBLE, JITTER, longest);
    }
}
