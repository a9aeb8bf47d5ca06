package io.ptmtorrent.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host last said is left of one of its quotas: of everybody on this address or token, not of this process alone.
 *
 * @param host canonical
 * @param bucket as the host names it; empty where it has no name
 * @param left requests until the reset
 * @param reset when the bucket is full again
 * @param quota requests in each window; null where the host does not say
 * @param window null where the host does not say
 */
public record Allowance(
        String host,
        String bucket,
        long left,
        Instant reset,
        @Nullable Long quota,
        @Nullable Duration window) {
    static Allowance of(String host, RateLimits.Item item, Instant now) {
        RateLimits.Quota quota = item.quota();
        return new Allowance(
                host,
                item.bucket(),
                item.left(),
                now.plus(item.reset()),
                quota == null ? null : quota.requests(),
                quota == null ? null : quota.window());
    }
}
