package io.ptmtorrent.local;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as options take them: 30s, 5m, 12h, 7d. */
final class Durations {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    private Durations() {}

    /** Reads one; null stays null. Throws IllegalArgumentException naming option, value and what is allowed. */
    static @Nullable Duration parse(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher form = TEXT.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    option + ": '" + text + "' is not allowed; a number and s, m, h or d is, as 5m");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The same form, in the largest unit that says it whole; below seconds nothing is said. */
    static String text(Duration time) {
        if (time.toHours() % 24 == 0 && time.equals(Duration.ofDays(time.toDays()))) {
            return time.toDays() + "d";
        }
        if (time.equals(Duration.ofHours(time.toHours()))) {
            return time.toHours() + "h";
        }
        return time.equals(Duration.ofMinutes(time.toMinutes())) ? time.toMinutes() + "m" : time.toSeconds() + "s";
    }
}
