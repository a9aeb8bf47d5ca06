package io.ptmtorrent.http;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes may come in a second.
 *
 * @param bytesPerSecond 1 and more
 */
public record Rate(long bytesPerSecond) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([A-Za-z]+)/s");
    private static final Map<String, Long> UNITS = Map.of(
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);

    public Rate {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "rate: '" + bytesPerSecond + "' is not allowed; 1 byte a second and more is");
        }
    }

    /**
     * Reads a rate: {@code 50MB/s}, {@code 1.5 MiB/s}.
     *
     * @param key what the message calls it
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static Rate parse(String key, String text) {
        Matcher rate = TEXT.matcher(text.strip());
        Long unit = rate.matches() ? UNITS.get(rate.group(2)) : null;
        long bytes = unit == null ? 0 : Math.round(Double.parseDouble(rate.group(1)) * unit);
        if (bytes < 1) {
            throw new IllegalArgumentException(key + ": '" + text
                    + "' is not allowed; a number with B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s or GiB/s is, as 50MB/s");
        }
        return new Rate(bytes);
    }

    /** As people write it: {@code 50.0 MB/s}. */
    @Override
    public String toString() {
        return bytesPerSecond < 1_000
                ? bytesPerSecond + " B/s"
                : bytesPerSecond < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f kB/s", bytesPerSecond / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
    }
}
