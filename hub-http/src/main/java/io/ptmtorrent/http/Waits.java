package io.ptmtorrent.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Headers;

/** Times to wait as hubs say them, never longer than a day: what is longer is a mistake or malice, and asked again. */
final class Waits {
    static final Duration LONGEST = Duration.ofDays(1);

    private Waits() {}

    static Duration ofSeconds(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST.toSeconds()));
    }

    /** {@code Retry-After} in seconds or as a date (RFC 9110, section 10.2.3); empty if absent or malformed. */
    static Optional<Duration> retryAfter(Headers headers, Instant now) {
        OptionalLong seconds = HeaderItem.wholeNumber(headers.get("Retry-After"));
        if (seconds.isPresent()) {
            return Optional.of(ofSeconds(seconds.getAsLong()));
        }
        return Optional.ofNullable(headers.getInstant("Retry-After"))
                .map(date ->
                        ofSeconds(Duration.between(now, date).plusMillis(999).toSeconds()));
    }
}
