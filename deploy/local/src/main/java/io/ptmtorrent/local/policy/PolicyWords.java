package io.ptmtorrent.local.policy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.crawler.hub.Hubs;
import io.ptmtorrent.normalizer.enrich.FileKind;
import io.ptmtorrent.normalizer.enrich.Licenses;
import io.ptmtorrent.normalizer.policy.Rules;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a policy's rules as they are written, in a file or behind an option.
 *
 * <p>Each throws {@link IllegalArgumentException}: the value and what is allowed; who calls names the key. Pure.
 */
public final class PolicyWords {
    /** No limit of size. */
    public static final String UNLIMITED = "unlimited";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(|B|KiB|MiB|GiB|TiB)");
    private static final String UNITS = "BKMGT";
    private static final int LONGEST_GLOB = 500;

    private PolicyWords() {}

    /** {@code none}, {@code small} or {@code all}. */
    public static Artifacts artifacts(String text) {
        return switch (text) {
            case "none" -> Artifacts.NONE;
            case "small" -> Artifacts.SMALL;
            case "all" -> Artifacts.ALL;
            default -> throw refused(text, "none, small (files outside LFS, up to 10 MiB) or all");
        };
    }

    /** Bytes: a number with or without KiB, MiB, GiB, TiB, or {@code unlimited}, which is {@link Rules#UNLIMITED}. */
    public static long size(String text) {
        if (text.strip().equalsIgnoreCase(UNLIMITED)) {
            return Rules.UNLIMITED;
        }
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw noSize(text);
        }
        try {
            String unit = size.group(2).isEmpty() ? "B" : size.group(2);
            long factor = 1L << (10 * UNITS.indexOf(unit.charAt(0)));
            return Math.multiplyExact(Long.parseLong(size.group(1)), factor);
        } catch (ArithmeticException e) {
            throw noSize(text);
        }
    }

    /** As {@link #size} reads it, in the largest unit that loses nothing. */
    public static String size(long bytes) {
        if (bytes == Rules.UNLIMITED) {
            return UNLIMITED;
        }
        int unit = bytes == 0 ? 0 : Math.min(UNITS.length() - 1, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * unit)) + (unit == 0 ? "" : UNITS.charAt(unit) + "iB");
    }

    /** A number of downloads. */
    public static long downloads(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw refused(text, "a whole number from 0 on");
        }
        return Long.parseLong(text);
    }

    /** {@code true} or {@code false}. */
    public static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(text, "true or false");
        };
    }

    /** Whether gated files are asked for: {@code ask} or {@code record}. */
    public static boolean gated(String text) {
        return switch (text) {
            case "ask" -> true;
            case "record" -> false;
            default ->
                throw refused(
                        text, "ask (the sinks have a token) or record (nobody is asked for files of gated models)");
        };
    }

    /** A glob on paths; docs/policy.md says how it is read. */
    public static String glob(String text) {
        if (text.isEmpty() || text.length() > LONGEST_GLOB) {
            throw refused(text, "a path of 1 to " + LONGEST_GLOB + " characters with *, ** and ?");
        }
        return text;
    }

    /** A format of weights. */
    public static String format(String text) {
        String format = text.toLowerCase(Locale.ROOT);
        Set<String> known = FileKind.weightFormats();
        if (!known.contains(format)) {
            throw refused(text, String.join(", ", known));
        }
        return format;
    }

    /** A licence's SPDX id, in SPDX's spelling. */
    public static String license(String text) {
        if (text.equals(Licenses.NOTHING) || text.matches("LicenseRef-[A-Za-z0-9.-]{1,100}")) {
            return text;
        }
        String spdx = Licenses.spdx(text);
        if (spdx == null || spdx.startsWith("LicenseRef-") || spdx.contains(" ") || spdx.equals(Licenses.NOTHING)) {
            throw refused(
                    text,
                    "an id of spdx.org/licenses as Apache-2.0, LicenseRef-… for a name of a hub's own, as models"
                            + " have it in licenseExpression, or NOASSERTION for models without a known licence");
        }
        return spdx;
    }

    /** A hub's name. */
    public static String hub(String text) {
        if (!Hubs.NAMES.contains(text)) {
            throw refused(text, String.join(", ", Hubs.NAMES));
        }
        return text;
    }

    private static IllegalArgumentException noSize(String text) {
        return refused(text, "a number of bytes, as 1048576, 500MiB or 2GiB, or the word unlimited");
    }

    private static IllegalArgumentException refused(String text, String allowed) {
        return new IllegalArgumentException("'" + text + "' is not allowed; allowed is " + allowed);
    }
}
