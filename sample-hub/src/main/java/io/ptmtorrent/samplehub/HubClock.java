package io.ptmtorrent.samplehub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The hub's own time: a fixed day, and one day more a step; times are seconds since 1970. */
final class HubClock {
    static final long DAY = 86_400;
    /** No repository is older: the day the hub imported its old ones (huggingface.co, seen in every listing). */
    static final long IMPORT_DAY = Instant.parse("2022-03-02T23:29:04Z").getEpochSecond();

    static final long BASE = Instant.parse("2026-10-01T00:00:00Z").getEpochSecond();

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HubClock() {}

    static long now(int step) {
        return BASE + step * DAY;
    }

    static String httpDate(long second) {
        return HTTP_DATE.format(Instant.ofEpochSecond(second));
    }

    /** ISO with milliseconds, as the hub writes it: {@code 2026-10-01T00:00:00.000Z}. */
    static String iso(long second) {
        String text = Instant.ofEpochSecond(second).toString();
        return text.substring(0, text.length() - 1) + ".000Z";
    }

    static long parseIso(String text) {
        return Instant.parse(text).getEpochSecond();
    }
}
