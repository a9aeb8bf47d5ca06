package io.ptmtorrent.inspection.text;

import io.ptmtorrent.inspection.bytes.Broken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a Jinja template into tokens; the text between them is dropped. A block's begin and end are the symbols {@code %} and
 * {@code %}}, an expression's {@code {{} and {@code }}}.
 */
final class JinjaLexer {
    private static final int TOKENS = 150_000;

    private final String text;
    private final List<Token> tokens;
    private int at;

    /** What a token is. */
    enum Kind {
        NAME,
        /** A literal, its escapes decoded. */
        TEXT,
        NUMBER,
        SYMBOL
    }

    /** A token, and where it begins in the template, in characters. */
    record Token(Kind kind, String text, int offset) {}

    /** Writes into a list, so that what comes before a fault is there. */
    JinjaLexer(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    void run() throws Broken {
        while (true) {
            int open = text.indexOf('{', at);
            if (open < 0 || open + 1 >= text.length()) {
                return;
            }
            char kind = text.charAt(open + 1);
            at = open + 2;
            switch (kind) {
                case '#' -> comment(open);
                case '{' -> inside("{{", "}}", open);
                case '%' -> block(open);
                default -> at = open + 1;
            }
        }
    }

    private void comment(int open) throws Broken {
        int end = text.indexOf("#}", at);
        if (end < 0) {
            throw Broken.malformed(open, "a comment without an end");
        }
        at = end + 2;
    }

    private void block(int open) throws Broken {
        int first = tokens.size();
        inside("%", "%}", open);
        if (first + 1 < tokens.size() && tokens.get(first + 1).text().equals("raw")) {
            int end = text.indexOf("endraw", at);
            int begin = end < 0 ? -1 : text.lastIndexOf("{%", end);
            if (begin < at) {
                throw Broken.malformed(open, "raw without endraw");
            }
            at = begin;
        }
    }

    private void inside(String begin, String end, int open) throws Broken {
        add(Kind.SYMBOL, begin, open);
        if (at < text.length() && "-+".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        Deque<Character> brackets = new ArrayDeque<>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                throw Broken.malformed(open, "an expression without an end");
            }
            if (brackets.isEmpty() && isEnd(end)) {
                add(Kind.SYMBOL, end, at);
                at = text.indexOf(end, at) + 2;
                return;
            }
            token(brackets);
        }
    }

    private boolean isEnd(String end) {
        boolean trimmed = "-+".indexOf(text.charAt(at)) >= 0;
        return text.startsWith(end, at) || (trimmed && text.startsWith(end, at + 1));
    }

    private void token(Deque<Character> brackets) throws Broken {
        int from = at;
        char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            literal(first);
        } else if (Character.isJavaIdentifierStart(first) && first != '$') {
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                at++;
            }
            // Python folds names so, too: another alphabet's letters are no way around.
            String name = java.text.Normalizer.normalize(text.substring(from, at), java.text.Normalizer.Form.NFKC);
            add(Kind.NAME, name, from);
        } else if (Character.isDigit(first)) {
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            add(Kind.NUMBER, text.substring(from, at), from);
        } else {
            symbol(first, brackets);
        }
    }

    private void symbol(char first, Deque<Character> brackets) throws Broken {
        switch (first) {
            case '(', '[', '{' -> brackets.push(first);
            case ')', ']', '}' -> {
                char open = first == ')' ? '(' : first == ']' ? '[' : '{';
                if (brackets.isEmpty() || brackets.pop() != open) {
                    throw Broken.malformed(at, "'" + first + "' closes nothing");
                }
            }
            default -> {
                if ("+-*/%.,:;|~=<>!".indexOf(first) < 0) {
                    throw Broken.malformed(at, "'" + first + "' is no symbol of a template");
                }
            }
        }
        boolean minusOne = first == '-' && at + 1 < text.length() && text.charAt(at + 1) == '1';
        add(Kind.SYMBOL, minusOne ? "-1" : String.valueOf(first), at);
        at += minusOne ? 2 : 1;
    }

    private void literal(char quote) throws Broken {
        int from = at++;
        StringBuilder decoded = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char next = text.charAt(at++);
            if (next == '\\' && at < text.length()) {
                escape(decoded);
            } else {
                decoded.append(next);
            }
        }
        if (at >= text.length()) {
            throw Broken.malformed(from, "a text without an end");
        }
        at++;
        add(Kind.TEXT, decoded.toString(), from);
    }

    private void escape(StringBuilder decoded) {
        char kind = text.charAt(at++);
        int digits = switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        int value = digits == 0 ? -1 : hex(digits);
        if (value >= 0) {
            decoded.appendCodePoint(value);
            at += digits;
        } else if (kind >= '0' && kind <= '7') {
            int code = kind - '0';
            for (int more = 0; more < 2 && at < text.length() && "01234567".indexOf(text.charAt(at)) >= 0; more++) {
                code = code * 8 + text.charAt(at++) - '0';
            }
            decoded.append((char) code);
        } else {
            decoded.append(kind == 'n' ? '\n' : kind == 't' ? '\t' : kind);
        }
    }

    private int hex(int digits) {
        int end = at + digits;
        if (end > text.length() || !text.substring(at, end).matches("[0-9A-Fa-f]+")) {
            return -1;
        }
        long value = Long.parseLong(text.substring(at, end), 16);
        return value <= Character.MAX_CODE_POINT ? (int) value : -1;
    }

    private void add(Kind kind, String symbol, int offset) throws Broken {
        if (tokens.size() >= TOKENS) {
            throw Broken.unscannable(offset, "more than " + TOKENS + " tokens");
        }
        tokens.add(new Token(kind, symbol, offset));
    }
}
