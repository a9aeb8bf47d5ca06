package io.ptmtorrent.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes a second as options take them: 50MB/s, 500KB/s, 1GB/s, or a number of bytes; units of 1,000. */
final class RateLimit {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,11})(KB|MB|GB)?(?:/s)?");

    private RateLimit() {}

    /** Reads one; 0 for null. Throws IllegalArgumentException naming option, value and what is allowed. */
    static long parse(String option, @Nullable String text) {
        if (text == null) {
            return 0;
        }
        Matcher form = TEXT.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    option + ": '" + text + "' is not allowed; a number with KB, MB or GB is, in a second, as 50MB/s");
        }
        long unit = switch (String.valueOf(form.group(2))) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            default -> 1;
        };
        return Math.multiplyExact(Long.parseLong(form.group(1)), unit);
    }
}
