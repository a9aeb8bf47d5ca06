package io.ptmtorrent.local.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a watched run is to reach, and what is shown of it.
 *
 * @param hubs names of the hubs that are crawled
 * @param reach how far the work must be
 * @param follows whether it goes on when that is reached, until it is stopped
 * @param every time between increments where it goes on; null where none begins by itself
 * @param partitions of the observations
 * @param policy version that every known model must have been looked at under; 0 for none
 * @param files whether files are shown
 * @param processStart when this process began, for the report's times
 */
record Goal(
        List<String> hubs,
        Reach reach,
        boolean follows,
        @Nullable Duration every,
        int partitions,
        long policy,
        boolean files,
        Instant processStart) {
    /** How far work can be. */
    enum Reach {
        /** The runs that were asked for have ended. */
        LISTED,
        /** And everything that they found is normalized and stored, every question answered. */
        IDLE
    }

    Goal {
        hubs = List.copyOf(hubs);
    }
}
