package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.hub.pytorch.PythonToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes Python source apart, as far as names, strings and statements go (The Python Language Reference, chapter 2);
 * comments are left out. Nothing is executed, nothing fails: what is no Python gives tokens of no use.
 */
final class PythonLexer {
    private final String source;
    private final List<PythonToken> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private PythonLexer(String source) {
        this.source = source;
    }

    static List<PythonToken> tokens(String source) {
        PythonLexer lexer = new PythonLexer(source);
        while (lexer.at < source.length()) {
            lexer.step();
        }
        lexer.add(Kind.END, "");
        return lexer.tokens;
    }

    private void step() {
        char c = source.charAt(at);
        if (c == '#') {
            at = lineEnd();
        } else if (c == '\n' || c == ';') {
            if (depth == 0) {
                add(Kind.END, "");
            }
            at++;
        } else if (c == '"' || c == '\'') {
            string("");
        } else if (Character.isJavaIdentifierStart(c)) {
            word();
        } else if (Character.isWhitespace(c) || c == '\\') {
            at += c == '\\' ? afterBackslash() : 1;
        } else {
            sign(c);
        }
    }

    /** A backslash joins the next line. */
    private int afterBackslash() {
        return source.startsWith("\\\r\n", at) ? 3 : 2;
    }

    private int lineEnd() {
        int end = source.indexOf('\n', at);
        return end < 0 ? source.length() : end;
    }

    private void sign(char c) {
        if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth = Math.max(0, depth - 1);
        }
        add(Kind.SIGN, String.valueOf(c));
        at++;
    }

    private void word() {
        int start = at;
        while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
            at++;
        }
        String word = source.substring(start, at);
        boolean quoted = at < source.length() && (source.charAt(at) == '"' || source.charAt(at) == '\'');
        if (quoted && word.matches("[rRbBuUfF]{1,2}")) {
            string(word.toLowerCase(Locale.ROOT));
        } else {
            add(Kind.NAME, word);
        }
    }

    /** From the quote on. A string that does not end in its line is none; a long one that does not end takes the rest. */
    private void string(String prefix) {
        String quote = String.valueOf(source.charAt(at));
        boolean isLong = source.startsWith(quote.repeat(3), at);
        String end = isLong ? quote.repeat(3) : quote;
        at += end.length();
        StringBuilder value = new StringBuilder();
        while (at < source.length() && !source.startsWith(end, at)) {
            char c = source.charAt(at);
            if (c == '\n' && !isLong) {
                return;
            }
            at += c == '\\' ? escape(prefix.contains("r"), value) : plain(c, value);
        }
        at = Math.min(source.length(), at + end.length());
        if (!prefix.contains("b")) {
            add(prefix.contains("f") ? Kind.TEMPLATE : Kind.STRING, value.toString());
        }
    }

    private static int plain(char c, StringBuilder value) {
        value.append(c);
        return 1;
    }

    /** How many characters a backslash and what it stands before take. Escapes that no URL needs stay as they are. */
    private int escape(boolean raw, StringBuilder value) {
        if (at + 1 == source.length()) {
            return 1;
        }
        char next = source.charAt(at + 1);
        if (raw) {
            value.append('\\').append(next);
        } else if (next == '\\' || next == '\'' || next == '"') {
            value.append(next);
        } else if (next != '\n') {
            value.append('\\').append(next);
        }
        return 2;
    }

    private void add(Kind kind, String text) {
        tokens.add(new PythonToken(kind, text));
    }
}
