package io.ptmtorrent.local.run;

import io.ptmtorrent.http.HubHttpConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a crawler on a cluster is to do.
 *
 * @param order what it asks for when it starts
 * @param end when it ends by itself
 * @param every time between increments; null: the services' settings say, else 5 minutes. Of use where it follows
 * @param fullEvery an increment becomes a full run after so long; null: the services' settings say
 * @param http how hubs are asked
 * @param processStart when this process began, for the report's times
 * @param report where the report goes; null for nowhere
 */
public record CrawlConfig(
        CrawlOrder order,
        End end,
        @Nullable Duration every,
        @Nullable Duration fullEvery,
        HubHttpConfig http,
        Instant processStart,
        @Nullable Path report) {
    /** When a crawler ends by itself. */
    public enum End {
        /** Never: it follows the hubs. */
        NEVER,
        /** When the runs that it asked for have ended. */
        RUNS_ENDED,
        /** When everything that they found is normalized and stored, too. */
        IDLE
    }

    public CrawlConfig {
        if (end == End.NEVER && !order.isWhole()) {
            throw new IllegalArgumentException((order.limit() != null ? "--limit" : "--filter")
                    + ": no run follows one that reads a part; allowed with --once or --until-idle");
        }
        if (end != End.NEVER && every != null) {
            throw new IllegalArgumentException("--every: '" + every.toSeconds()
                    + "s' is not allowed with --once or --until-idle; leave one of them out");
        }
    }
}
