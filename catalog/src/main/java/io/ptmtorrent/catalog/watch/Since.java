package io.ptmtorrent.catalog.watch;

import io.ptmtorrent.catalog.read.TopicReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** From where a watcher reads. */
public sealed interface Since {
    /** Everything that the topic still holds. */
    record Beginning() implements Since {}

    /** Only what is committed from now on. */
    record Now() implements Since {}

    /** What was committed at or after {@code time}. */
    record From(Instant time) implements Since {}

    /**
     * Reads {@code beginning}, {@code now}, a time (2026-11-01T12:00:00Z, or with an offset) or a date (2026-11-01, UTC).
     *
     * <p>Throws {@link IllegalArgumentException} naming what is allowed.
     */
    static Since parse(String text) {
        return switch (text) {
            case "beginning" -> new Beginning();
            case "now" -> new Now();
            default -> new From(time(text));
        };
    }

    /** Puts {@code reader} there. */
    default void apply(TopicReader<?> reader) {
        switch (this) {
            case Beginning beginning -> {}
            case Now now -> reader.seekToEnd();
            case From from -> reader.seekTo(from.time());
        }
    }

    private static Instant time(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "since: '" + text + "' is none of: beginning, now, a time as 2026-11-01T12:00:00Z,"
                            + " a date as 2026-11-01",
                    e);
        }
    }
}
