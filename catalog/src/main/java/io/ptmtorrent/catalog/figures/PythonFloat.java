package io.ptmtorrent.catalog.figures;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * Whether Python's {@code float(x)} takes a JSON value: numbers, booleans, and text as the language defines it.
 *
 * <p>Source: Python's library reference, built-in function {@code float}: white space around, a sign, underscores between
 * digits, {@code inf}, {@code infinity} and {@code nan} in any case; no hexadecimal, no suffix.
 */
final class PythonFloat {
    private static final String DIGITS = "\\d(?:_?\\d)*";
    private static final Pattern TEXT = Pattern.compile("[+-]?(?:(?i:inf|infinity|nan)|(?:" + DIGITS + "\\.?(?:"
            + DIGITS + ")?|\\." + DIGITS + ")(?:[eE][+-]?" + DIGITS + ")?)");
    private static final int LONGEST = 400;

    private PythonFloat() {}

    static boolean takes(JsonNode value) {
        if (value.isNumber() || value.isBoolean()) {
            return true;
        }
        return value.isTextual()
                && value.textValue().length() <= LONGEST
                && TEXT.matcher(value.textValue().strip()).matches();
    }
}
