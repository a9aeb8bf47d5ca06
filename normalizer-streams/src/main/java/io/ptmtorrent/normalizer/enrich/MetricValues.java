package io.ptmtorrent.normalizer.enrich;

import org.jspecify.annotations.Nullable;

/** Values that people write for a measurement. For any thread. */
public final class MetricValues {
    /** More digits than any measurement has. */
    private static final int LONGEST = 64;

    private MetricValues() {}

    /**
     * The one finite number that a text holds, written as JSON or Python write it; a percentage is divided by 100. Null for
     * all else, such as a decimal comma, a range, a number with its error, NaN.
     */
    public static @Nullable Double number(String text) {
        String digits = text.strip();
        boolean percent = digits.endsWith("%");
        digits = percent ? digits.substring(0, digits.length() - 1).strip() : digits;
        if (digits.isEmpty() || digits.length() > LONGEST || !isDecimal(digits)) {
            return null;
        }
        try {
            double number = Double.parseDouble(digits);
            return Double.isFinite(number) ? Double.valueOf(percent ? number / 100 : number) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Keeps out what Java alone reads as a number: hexadecimal digits, a type behind it, words. */
    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }
}
