package io.ptmtorrent.local.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run asks.
 *
 * @param requests by who counts them
 * @param bytes of the answers, not compressed; null where nobody knows
 */
public record RunCost(Map<Counter, Long> requests, @Nullable Long bytes) {
    public RunCost {
        requests = Map.copyOf(requests);
    }

    static RunCost of(Counter counter, long requests, @Nullable Long bytes) {
        return new RunCost(Map.of(counter, requests), bytes);
    }

    /** All requests, whoever counts them. */
    public long total() {
        return requests.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How long the quotas make it last, the slowest of them; zero where nobody counts. */
    public Duration time(List<Pace> paces) {
        return paces.stream()
                .map(pace -> pace.time(requests.getOrDefault(pace.counter(), 0L)))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
