package io.ptmtorrent.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was sent so far, by hub and canonical host: every attempt, retry and redirect hop counts once.
 *
 * @param byWay hosts beyond the first few hundred are summed up under {@link #OTHER}
 */
public record RequestCounts(Map<Way, HostCounts> byWay) {
    /** The name under which rarely seen hosts are summed up. */
    public static final String OTHER = "other";

    private static final HostCounts NONE = new HostCounts(0, Map.of(), null);

    public RequestCounts {
        byWay = Map.copyOf(byWay);
    }

    /**
     * Who asked whom.
     *
     * @param hub on whose behalf; empty where nobody said
     * @param host canonical
     */
    public record Way(String hub, String host) {}

    /**
     * One host's requests.
     *
     * @param sent attempts, answered or not; what the guard refused was not sent
     * @param failures of these by kind: limited (429), failed (5xx), unreachable (no answer); kinds that did not occur are absent
     * @param first when the first was sent; null if none was
     */
    public record HostCounts(
            long sent, Map<String, Long> failures, @Nullable Instant first) {
        public HostCounts {
            failures = Map.copyOf(failures);
        }

        /** The ones without an answer or answered by 429 or 5xx. */
        public long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The counts of one canonical host; zeros if it was never asked. */
    public HostCounts of(String host) {
        return sum(way -> way.host().equals(host));
    }

    /** What was sent on behalf of a hub to the hosts that belong to it. */
    public HostCounts of(String hub, Set<String> hosts) {
        return sum(way -> way.hub().equals(hub) && hosts.contains(way.host()));
    }

    private HostCounts sum(Predicate<Way> counted) {
        return byWay.entrySet().stream()
                .filter(each -> counted.test(each.getKey()))
                .map(Map.Entry::getValue)
                .reduce(NONE, RequestCounts::plus);
    }

    private static HostCounts plus(HostCounts one, HostCounts other) {
        Map<String, Long> failures = new HashMap<>(one.failures);
        other.failures.forEach((kind, count) -> failures.merge(kind, count, Long::sum));
        return new HostCounts(one.sent + other.sent, failures, earlier(one.first, other.first));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
