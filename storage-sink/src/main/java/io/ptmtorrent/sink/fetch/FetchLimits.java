package io.ptmtorrent.sink.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How large and how long a fetch may be.
 *
 * @param maxBytes the largest object
 * @param time that a fetch may take, waits for a turn included
 * @param bytesPerSecond a file of known size gets that much more time; 0 for none
 */
public record FetchLimits(long maxBytes, Duration time, long bytesPerSecond) {
    Duration timeFor(@Nullable Long size) {
        return size == null || bytesPerSecond == 0 ? time : time.plusSeconds(size / bytesPerSecond);
    }
}
