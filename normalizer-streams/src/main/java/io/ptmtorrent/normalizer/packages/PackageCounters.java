package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Counts packages as they stand: what one counted goes out when another takes its place.
 *
 * <p>For the task's thread.
 */
final class PackageCounters {
    private final Counters counters;

    PackageCounters(Counters counters) {
        this.counters = counters;
    }

    /** Whether any model of a hub has a package. */
    boolean any(String hub) {
        return counters.get(Statistics.PACKAGES, hub) > 0;
    }

    /** Whether any package of a hub could be more than it is. */
    boolean anyLacking(String hub) {
        return counters.get(Statistics.FILES_UNAVAILABLE, hub) > 0
                || counters.get(Statistics.PACKAGES, hub) > counters.get(Statistics.PACKAGES_COMPLETE, hub);
    }

    /** Puts {@code after} in the place of {@code before}; null stands for none. */
    void move(String key, @Nullable PackageRow before, @Nullable PackageRow after) {
        String hub = ModelKey.parse(key).hub();
        Tally was = before == null ? Tally.NOTHING : before.tally();
        Tally is = after == null ? Tally.NOTHING : after.tally();
        add(
                hub,
                Statistics.PACKAGES,
                one(before != null && before.stage() != Stage.NONE),
                one(after != null && after.stage() != Stage.NONE));
        add(hub, Statistics.PACKAGES_COMPLETE, one(isComplete(before)), one(isComplete(after)));
        add(hub, Statistics.FILES_WANTED, was.wanted(), is.wanted());
        add(hub, Statistics.FILES_STORED, was.stored(), is.stored());
        add(hub, Statistics.FILES_DEDUPLICATED, was.deduplicated(), is.deduplicated());
        add(hub, Statistics.FILES_FAILED, was.failed(), is.failed());
        add(hub, Statistics.FILES_UNAVAILABLE, was.unavailable(), is.unavailable());
        add(hub, Statistics.FILES_GATED, was.gated(), is.gated());
        add(hub, Statistics.FILES_UNVERIFIED, was.unverified(), is.unverified());
        add(hub, Statistics.OPEN, one(isOpen(before)), one(isOpen(after)));
    }

    private void add(String hub, String statistic, long was, long is) {
        if (was != is) {
            counters.add(statistic, hub, is - was);
        }
    }

    private static boolean isOpen(@Nullable PackageRow row) {
        return row != null && row.stage().isOpen();
    }

    private static boolean isComplete(@Nullable PackageRow row) {
        return row != null && row.stage() == Stage.COMPLETE;
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }
}
