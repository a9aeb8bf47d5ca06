package io.ptmtorrent.crawler;

import io.ptmtorrent.crawler.hub.Hubs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How this crawler crawls; refuses what makes no sense, naming key, value and what is allowed.
 *
 * @param hubs names of the hubs that it may own, of {@link Hubs#NAMES}
 * @param followed names of the hubs whose increments start by themselves; the same for all crawlers of a cluster, since
 *     it is a hub's owner that starts them
 * @param every an increment starts this long after the last run began; null: only when asked
 * @param fullEvery an increment becomes a full run when the last complete one began longer ago
 * @param overlap how far before the watermark an increment reads, for rows that moved while paging
 * @param pageSize rows asked for on a page; a hub may give fewer
 * @param giveUpAfter a run ends when its hub did not answer for so long, waits that the hub named aside
 * @param giveUpTries a run ends when so many tries in a row failed
 * @param firstBackoff wait after the first failed try; doubles up to a minute
 * @param sessionTimeout a dead crawler's hubs go to another one after it; 6 s at least on a broker's defaults
 * @param detailParallelism models that are looked up at the same time
 */
public record CrawlerConfig(
        List<String> hubs,
        List<String> followed,
        @Nullable Duration every,
        Duration fullEvery,
        Duration overlap,
        int pageSize,
        Duration giveUpAfter,
        int giveUpTries,
        Duration firstBackoff,
        Duration sessionTimeout,
        int detailParallelism) {

    private static final String PREFIX = "crawler.";

    public CrawlerConfig {
        hubs = List.copyOf(hubs);
        for (String hub : hubs) {
            check(Hubs.NAMES.contains(hub), "hubs", hub, "one of " + Hubs.NAMES);
        }
        followed = List.copyOf(followed);
        for (String hub : followed) {
            check(hubs.contains(hub), "followed", hub, "one of " + hubs);
        }
        check(!hubs.isEmpty(), "hubs", hubs, "at least one of " + Hubs.NAMES);
        check(every == null || positive(every), "every", every, "more than zero");
        check(positive(fullEvery), "full-every", fullEvery, "more than zero");
        check(!overlap.isNegative(), "overlap", overlap, "zero or more");
        check(pageSize >= 1, "page-size", pageSize, "1 or more");
        check(positive(giveUpAfter), "give-up-after", giveUpAfter, "more than zero");
        check(giveUpTries >= 1, "give-up-tries", giveUpTries, "1 or more");
        check(positive(firstBackoff), "first-backoff", firstBackoff, "more than zero");
        check(sessionTimeout.toMillis() >= 1000, "session-timeout", sessionTimeout, "a second or more");
        boolean parallel = detailParallelism >= 1 && detailParallelism <= 1000;
        check(parallel, "detail-parallelism", detailParallelism, "1 to 1000");
    }

    /** All hubs, asked for increments only by requests. */
    public static CrawlerConfig defaults() {
        return from(Map.of());
    }

    /**
     * Reads {@code crawler.hubs}, {@code crawler.every} and so on; what is not given has its default. Durations are
     * ISO-8601, as {@code PT10M}.
     */
    public static CrawlerConfig from(Map<String, String> settings) {
        List<String> hubs = read(settings, "hubs", CrawlerConfig::names, Hubs.NAMES);
        return new CrawlerConfig(
                hubs,
                read(settings, "followed", CrawlerConfig::names, hubs),
                settings.containsKey(PREFIX + "every") ? read(settings, "every", Duration::parse, Duration.ZERO) : null,
                read(settings, "full-every", Duration::parse, Duration.ofDays(7)),
                read(settings, "overlap", Duration::parse, Duration.ofMinutes(10)),
                read(settings, "page-size", Integer::valueOf, 1000),
                read(settings, "give-up-after", Duration::parse, Duration.ofMinutes(5)),
                read(settings, "give-up-tries", Integer::valueOf, 20),
                read(settings, "first-backoff", Duration::parse, Duration.ofSeconds(1)),
                read(settings, "session-timeout", Duration::parse, Duration.ofSeconds(10)),
                read(settings, "detail-parallelism", Integer::valueOf, 16));
    }

    private static List<String> names(String text) {
        return List.of(text.split("\\s*,\\s*"));
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

    private static void check(boolean good, String key, @Nullable Object value, String allowed) {
        if (!good) {
            throw new IllegalArgumentException(PREFIX + key + ": '" + value + "'; allowed is " + allowed);
        }
    }
}
