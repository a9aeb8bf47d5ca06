package io.ptmtorrent.inspection.judge;

import java.nio.charset.StandardCharsets;

/** Foreign text, made fit to be shown: short, and without anything that a terminal or a page would obey. */
public final class Excerpt {
    private Excerpt() {}

    /** At most {@code limit} characters, then dots; control and format characters and lone surrogates escaped. */
    public static String of(String text, int limit) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            if (shown.length() >= limit) {
                return shown.append("...").toString();
            }
            append(shown, point);
            at += Character.charCount(point);
        }
        return shown.toString();
    }

    /** Bytes as UTF-8, or as Latin-1 where they are none. */
    public static String of(byte[] bytes, int limit) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return of(text.indexOf('\ufffd') >= 0 ? new String(bytes, StandardCharsets.ISO_8859_1) : text, limit);
    }

    private static void append(StringBuilder shown, int point) {
        int type = Character.getType(point);
        if (point == '\n') {
            shown.append("\\n");
        } else if (type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE) {
            shown.append(String.format("\\u{%x}", point));
        } else {
            shown.appendCodePoint(point);
        }
    }
}
