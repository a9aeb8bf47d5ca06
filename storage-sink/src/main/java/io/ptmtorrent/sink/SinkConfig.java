package io.ptmtorrent.sink;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * How this sink works; refuses what makes no sense, naming key, value and what is allowed.
 *
 * @param small requests of the small lane that are worked on at the same time, in up to four batches, each a member of the
 *     group; 0 leaves the lane to other sinks
 * @param large requests of the large lane that are worked on at the same time; each is a member of the group, which by a
 *     broker's default has room for 200; 0 leaves the lane to other sinks
 * @param maxBytes the largest object; a larger one is refused as TOO_LARGE
 * @param smallTime a small file that takes longer is deferred: a batch waits for its slowest
 * @param largeTime the same for large ones, which get a second more for each 5 MB, if their size is known
 * @param later when a file is asked for again whose host failed or could not be reached
 * @param drain how long a sink that closes lets its files come to an end
 * @param refuseDangerous whether a file whose inspection says dangerous is not kept: {@code sink.dangerous} is store or refuse
 */
public record SinkConfig(
        int small,
        int large,
        long maxBytes,
        Duration smallTime,
        Duration largeTime,
        Duration later,
        Duration drain,
        boolean refuseDangerous) {

    private static final String PREFIX = "sink.";
    private static final int MOST = 1000;

    public SinkConfig {
        check(small >= 0 && small <= MOST, "small", small, "0 to " + MOST);
        check(large >= 0 && large <= MOST, "large", large, "0 to " + MOST);
        check(small + large > 0, "small", small, "1 or more where sink.large is 0");
        check(maxBytes > 0, "max-bytes", maxBytes, "1 or more");
        check(positive(smallTime), "small-time", smallTime, "more than zero");
        check(positive(largeTime), "large-time", largeTime, "more than zero");
        check(!later.isNegative(), "later", later, "zero or more");
        check(!drain.isNegative(), "drain", drain, "zero or more");
    }

    /** 32 small files and 4 large ones at a time, up to 1 TiB each. */
    public static SinkConfig defaults() {
        return from(Map.of());
    }

    /**
     * Reads {@code sink.small}, {@code sink.large} and so on; what is not given has its default. Durations are ISO-8601,
     * as {@code PT10M}.
     */
    public static SinkConfig from(Map<String, String> settings) {
        return new SinkConfig(
                read(settings, "small", Integer::valueOf, 32),
                read(settings, "large", Integer::valueOf, 4),
                read(settings, "max-bytes", Long::valueOf, 1L << 40),
                read(settings, "small-time", Duration::parse, Duration.ofMinutes(2)),
                read(settings, "large-time", Duration::parse, Duration.ofMinutes(50)),
                read(settings, "later", Duration::parse, Duration.ofSeconds(30)),
                read(settings, "drain", Duration::parse, Duration.ofSeconds(5)),
                read(settings, "dangerous", SinkConfig::isRefused, false));
    }

    private static boolean isRefused(String word) {
        return switch (word) {
            case "refuse" -> true;
            case "store" -> false;
            default -> throw new IllegalArgumentException("allowed is store, or refuse");
        };
    }

    private static <T> T read(Map<String, String> settings, String key, Function<String, T> parser, T fallback) {
        String text = settings.get(PREFIX + key);
        try {
            return text == null ? fallback : parser.apply(text.strip());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(PREFIX + key + ": '" + text + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean good, String key, Object value, String allowed) {
        if (!good) {
            throw new IllegalArgumentException(PREFIX + key + ": '" + value + "'; allowed is " + allowed);
        }
    }
}
