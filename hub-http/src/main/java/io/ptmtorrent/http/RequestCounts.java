package io.ptmtorrent.http;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent so far, by canonical host: every attempt, retry and redirect hop counts once.
 *
 * @param byHost hosts beyond the first few hundred are summed up under {@link #OTHER}
 */
public record RequestCounts(Map<String, HostCounts> byHost) {
    /** The name under which rarely seen hosts are summed up. */
    public static final String OTHER = "other";

    private static final HostCounts NONE = new HostCounts(0, 0, null);

    public RequestCounts {
        byHost = Map.copyOf(byHost);
    }

    /**
     * One host's requests.
     *
     * @param sent attempts, answered or not; what the guard refused was not sent
     * @param failed of these, the ones without an answer or answered by 429 or 5xx
     * @param first when the first was sent; null if none was
     */
    public record HostCounts(
            long sent, long failed, @Nullable Instant first) {}

    /** The counts of one canonical host; zeros if it was never asked. */
    public HostCounts of(String host) {
        return byHost.getOrDefault(host, NONE);
    }

    /** The sum over the hosts that belong to a hub. */
    public HostCounts of(Set<String> hosts) {
        return hosts.stream().map(this::of).reduce(NONE, RequestCounts::plus);
    }

    private static HostCounts plus(HostCounts one, HostCounts other) {
        return new HostCounts(one.sent + other.sent, one.failed + other.failed, earlier(one.first, other.first));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
