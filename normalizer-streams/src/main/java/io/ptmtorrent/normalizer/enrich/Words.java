package io.ptmtorrent.normalizer.enrich;

/** The form in which tables hold words: small ASCII letters, and one dash for each run of what a table does not keep. */
final class Words {
    private Words() {}

    /** Keeps letters and digits of any script; blanks and underscores become dashes. */
    static String dashed(String text) {
        return isPlain(text) ? text : rewritten(text, false);
    }

    /** Keeps small ASCII letters, digits, dots and plus signs only. */
    static String ascii(String text) {
        return isPlain(text) ? text : rewritten(text, true);
    }

    /** Whether it is in that form already, as nearly all of a hub's own words are. */
    private static boolean isPlain(String text) {
        char before = '-';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isKept(c) && (c != '-' || before == '-')) {
                return false;
            }
            before = c;
        }
        return before != '-';
    }

    private static boolean isKept(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+';
    }

    private static String rewritten(String text, boolean asciiOnly) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = Character.toLowerCase(text.charAt(i));
            boolean kept = isKept(c) || (!asciiOnly && c != '-' && c != '_' && !Character.isWhitespace(c));
            if (kept) {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != '-') {
                out.append('-');
            }
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) == '-') {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }
}
