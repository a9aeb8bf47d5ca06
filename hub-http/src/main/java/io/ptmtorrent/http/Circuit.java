package io.ptmtorrent.http;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a host works: after {@value #MOST_FAILURES} failures in a row it is left alone, but for a probe now and then.
 *
 * <pre>
 *   closed ── failures in a row ──► open ── its time is over ──► a probe goes ── answered ──► closed
 *                                    ▲                                │
 *                                    └───── rests twice as long ◄── failed
 * </pre>
 *
 * A probe that never comes back blocks nothing: after the same time the next one goes. Thread-safe.
 */
final class Circuit {
    static final int MOST_FAILURES = 10;

    private final IntervalFunction rest;
    private int failures;
    private int openings;
    private Instant openedAt = Instant.MIN;
    private Instant until = Instant.MIN;

    /** @param rest milliseconds that a host is left alone, by how many times in a row it was found dead */
    Circuit(IntervalFunction rest) {
        this.rest = rest;
    }

    /** Empty where a request may go now; else when the next one may. */
    synchronized Optional<Instant> refusal(Instant now) {
        if (openings == 0) {
            return Optional.empty();
        }
        if (now.isBefore(until)) {
            return Optional.of(until);
        }
        until = restFrom(now);
        return Optional.empty();
    }

    /** The host answered as a working one does. */
    synchronized void works() {
        failures = 0;
        openings = 0;
    }

    /**
     * The host gave no answer, or one that says it is out of order.
     *
     * @param sent when it was asked; what was under way when the circuit opened says nothing new
     * @return true where the host is left alone from now on
     */
    synchronized boolean failed(Instant sent, Instant now) {
        boolean counts = openings == 0 ? ++failures >= MOST_FAILURES : sent.isAfter(openedAt);
        if (counts) {
            openings++;
            openedAt = now;
            until = restFrom(now);
        }
        return counts;
    }

    private Instant restFrom(Instant now) {
        return now.plusMillis(rest.apply(openings));
    }
}
