package io.ptmtorrent.inspection.text;

/** The dotted names and ends of statements of a Python source, without what stands in its strings and comments. */
final class PythonTokens {
    private final String text;
    private int at;
    private int start;
    private int brackets;
    private String word = "";

    PythonTokens(String text) {
        this.text = text;
    }

    /** Goes to the next name or end of a statement. Gives false at the end of the text. */
    boolean next() {
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (isStart(letter)) {
                name();
                boolean prefix = word.length() <= 2 && at < text.length() && isQuote(text.charAt(at));
                if (!prefix) {
                    return true;
                }
            } else if (isQuote(letter)) {
                string(letter);
            } else if (letter == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (other(letter)) {
                word = "";
                return true;
            }
        }
        return false;
    }

    /** The name, with dots; empty at the end of a statement. */
    String word() {
        return word;
    }

    /** Characters before the name. */
    int offset() {
        return start;
    }

    /** Whether a bracket follows the name. */
    boolean isCalled() {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next < text.length() && text.charAt(next) == '(';
    }

    private static boolean isStart(char letter) {
        return letter == '_' || Character.isLetter(letter);
    }

    private static boolean isPart(char letter) {
        return letter == '_' || Character.isLetterOrDigit(letter);
    }

    private static boolean isQuote(char letter) {
        return letter == '"' || letter == '\'';
    }

    private void name() {
        start = at;
        while (at < text.length() && (isPart(text.charAt(at)) || isDot())) {
            at++;
        }
        word = text.substring(start, at);
    }

    /** A dot inside of a name, with a letter behind it. */
    private boolean isDot() {
        return text.charAt(at) == '.' && at + 1 < text.length() && isStart(text.charAt(at + 1));
    }

    /** Gives whether a statement ends here. */
    private boolean other(char letter) {
        at++;
        switch (letter) {
            case '(', '[', '{' -> brackets++;
            case ')', ']', '}' -> brackets = Math.max(0, brackets - 1);
            case '\\' -> at++;
            default -> {
                if (letter == '.' || Character.isDigit(letter)) {
                    // what hangs on a call's result, or a number's letters, is no name
                    while (at < text.length() && isPart(text.charAt(at))) {
                        at++;
                    }
                }
            }
        }
        return letter == ';' || (letter == '\n' && brackets == 0);
    }

    private void string(char quote) {
        String three = String.valueOf(quote).repeat(3);
        boolean longer = text.startsWith(three, at);
        at += longer ? 3 : 1;
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (letter == '\n' && !longer) {
                return;
            }
            if (letter == quote && (!longer || text.startsWith(three, at))) {
                at += longer ? 3 : 1;
                return;
            }
            at += letter == '\\' ? 2 : 1;
        }
    }
}
