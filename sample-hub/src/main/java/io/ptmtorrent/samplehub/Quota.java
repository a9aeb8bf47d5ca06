package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The hub's request budget: fixed windows in real time, one count a bucket.
 *
 * <p>Header form of the hub since September 2025: {@code ratelimit: "api";r=499;t=295}. Safe for all threads.
 */
final class Quota {
    private static final long NANOS = 1_000_000_000L;

    /** The buckets that the hub counts apart. */
    enum Bucket {
        API("api"),
        RESOLVERS("resolvers");

        private final String title;

        Bucket(String title) {
            this.title = title;
        }
    }

    private final int limit;
    private final int windowSeconds;
    private final LongSupplier nanoTime;
    private final Map<Bucket, Integer> used = new EnumMap<>(Bucket.class);
    private long windowEnd;

    Quota(int limit, int windowSeconds, LongSupplier nanoTime) {
        this.limit = limit;
        this.windowSeconds = windowSeconds;
        this.nanoTime = nanoTime;
        this.windowEnd = nanoTime.getAsLong() + windowSeconds * NANOS;
    }

    /** Counts one request. */
    synchronized Charge charge(Bucket bucket) {
        long now = nanoTime.getAsLong();
        if (now - windowEnd >= 0) {
            used.clear();
            windowEnd = now + windowSeconds * NANOS;
        }
        int count = used.merge(bucket, 1, Integer::sum);
        long left = Math.ceilDiv(windowEnd - now, NANOS);
        return new Charge(
                bucket, Math.max(0, limit - count), Math.toIntExact(left), count > limit, limit, windowSeconds);
    }

    /**
     * What is left after one request.
     *
     * @param resetSeconds until the window ends, at least 1
     * @param refused the request was one too many
     */
    record Charge(Bucket bucket, int left, int resetSeconds, boolean refused, int limit, int windowSeconds) {

        Answer stamp(Answer answer) {
            String name = "\"" + bucket.title + "\"";
            return answer.withDefault("ratelimit", name + ";r=" + left + ";t=" + resetSeconds)
                    .withDefault(
                            "ratelimit-policy", "\"fixed window\";" + name + ";q=" + limit + ";w=" + windowSeconds);
        }

        Answer refusal() {
            return ErrorAnswer.of(429, "", "We had to rate limit you")
                    .with("retry-after", Integer.toString(resetSeconds));
        }
    }
}
