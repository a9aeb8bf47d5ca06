package io.ptmtorrent.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers say about quotas, item by item.
 *
 * <p>Hugging Face and the IETF draft ratelimit-headers: {@code RateLimit: "api";r=499;t=295} with
 * {@code RateLimit-Policy: "fixed window";"api";q=500;w=300}, several items parted by commas. GitHub:
 * {@code x-ratelimit-remaining}, {@code x-ratelimit-reset} (epoch seconds), {@code x-ratelimit-resource}. Items that
 * make no sense are left out: a hub's headers never fail a call.
 */
final class RateLimits {
    private static final int MOST_ITEMS = 16;

    private RateLimits() {}

    /**
     * One bucket as an answer sees it.
     *
     * @param left requests until the reset, 0 or more
     * @param reset time until the bucket is full again
     * @param quota null where no policy names this bucket
     */
    record Item(
            String bucket,
            long left,
            Duration reset,
            @Nullable Quota quota) {}

    /** So many requests in each window. */
    record Quota(long requests, Duration window) {}

    static List<Item> parse(Headers headers, Instant now) {
        List<String> limits = headers.values("RateLimit");
        return limits.isEmpty() ? github(headers, now) : ietf(limits, headers.values("RateLimit-Policy"));
    }

    private static List<Item> ietf(List<String> limits, List<String> policies) {
        List<HeaderItem> quotas = HeaderItem.parse(policies, MOST_ITEMS);
        List<Item> items = new ArrayList<>();
        for (HeaderItem limit : HeaderItem.parse(limits, MOST_ITEMS)) {
            OptionalLong left = limit.number("r");
            OptionalLong reset = limit.number("t");
            if (left.isPresent() && reset.isPresent()) {
                items.add(new Item(
                        limit.name(),
                        left.getAsLong(),
                        Waits.ofSeconds(reset.getAsLong()),
                        quotaOf(limit.name(), quotas)));
            }
        }
        return items;
    }

    private static @Nullable Quota quotaOf(String bucket, List<HeaderItem> policies) {
        return policies.stream()
                .filter(policy -> policy.name().equals(bucket))
                .map(RateLimits::quota)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Quota quota(HeaderItem policy) {
        long requests = policy.number("q").orElse(0);
        long window = policy.number("w").orElse(0);
        return requests > 0 && window > 0 ? new Quota(requests, Waits.ofSeconds(window)) : null;
    }

    private static List<Item> github(Headers headers, Instant now) {
        OptionalLong left = HeaderItem.wholeNumber(headers.get("x-ratelimit-remaining"));
        OptionalLong reset = HeaderItem.wholeNumber(headers.get("x-ratelimit-reset"));
        if (left.isEmpty() || reset.isEmpty()) {
            return List.of();
        }
        String resource = headers.get("x-ratelimit-resource");
        // The hub's own clock, where it says so: the reset is a time of day there.
        Instant said = headers.getInstant("Date");
        long seconds = reset.getAsLong() - (said == null ? now : said).getEpochSecond();
        return List.of(new Item(
                HeaderItem.shortened(resource == null ? "" : resource),
                left.getAsLong(),
                Waits.ofSeconds(Math.max(0, seconds)),
                null));
    }
}
