package io.ptmtorrent.normalizer.enrich;

import java.math.BigDecimal;
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
            // 1.1 % is the number next to 0.011, which 1.1 / 100 is not.
            double number =
                    percent ? new BigDecimal(digits).scaleByPowerOfTen(-2).doubleValue() : Double.parseDouble(digits);
            return Double.isFinite(number) ? Double.valueOf(number) : null;
        } catch (NumberFormatException | ArithmeticException e) {
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
