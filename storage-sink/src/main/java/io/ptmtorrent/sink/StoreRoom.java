package io.ptmtorrent.sink;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store has room, as far as those found out who wrote to it.
 *
 * <pre>
 * room ─ so many bytes do not fit, said once ─► full: none as large is asked for until a time; then one alone
 *   ▲                                             │
 *   └────────── one as large is stored ◄──────────┘
 * </pre>
 *
 * So a store that is full costs hosts no request for each file, and our log no line. Smaller files are tried all the
 * same. For any number of threads.
 */
final class StoreRoom {
    static final Duration PAUSE = Duration.ofMinutes(5);

    /** So long the others wait for what one finds out. */
    private static final Duration PROBE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StoreRoom.class);

    private @Nullable Instant until;
    private long tooMuch = Long.MAX_VALUE;

    /**
     * When to ask for a file again that cannot fit now; null where it is to be tried.
     *
     * @param size bytes; null, where nobody knows, counts as too much
     */
    synchronized @Nullable Instant closedFor(@Nullable Long size, Instant now) {
        if (until == null || (size != null && size < tooMuch)) {
            return null;
        }
        if (now.isBefore(until)) {
            return until;
        }
        until = now.plus(PROBE);
        return null;
    }

    /** A file did not fit; gives when to ask for it again. */
    synchronized Instant refused(@Nullable Long size, String message, Instant now) {
        if (until == null) {
            LOG.atWarn()
                    .addKeyValue("bytes", size)
                    .log(
                            "the store is full: files that do not fit are put off and asked for again every {} minutes: {}",
                            PAUSE.toMinutes(),
                            message);
        }
        until = now.plus(PAUSE);
        tooMuch = Math.min(tooMuch, size == null ? 0 : size);
        return until;
    }

    /** A file was stored. */
    synchronized void stored(long size) {
        if (until != null && size >= tooMuch) {
            LOG.atInfo().addKeyValue("bytes", size).log("the store has room again");
            until = null;
            tooMuch = Long.MAX_VALUE;
        }
    }
}
