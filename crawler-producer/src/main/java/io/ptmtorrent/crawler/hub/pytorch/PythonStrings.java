package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.hub.pytorch.PythonToken.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the strings that a Python file writes down, and those that it plainly puts together: side by side, by {@code +},
 * in an f-string, by {@code format} and {@code %}, with strings and with names that the file gives one string and no other.
 * What needs more than that to be known is left out.
 */
final class PythonStrings {
    private final List<PythonToken> tokens;
    private final Map<String, String> constants = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private int at;

    private PythonStrings(List<PythonToken> tokens) {
        this.tokens = tokens;
    }

    /** All of them, in the order of the file. */
    static List<String> of(List<PythonToken> tokens) {
        PythonStrings strings = new PythonStrings(tokens);
        strings.readConstants();
        return strings.readAll();
    }

    /** {@code NAME = strings}, wherever it stands; a name with two values has none. */
    private void readConstants() {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean begins = i == 0 || tokens.get(i - 1).is(Kind.END);
            boolean assigns =
                    tokens.get(i + 1).isSign("=") && !tokens.get(i + 2).isSign("=");
            if (begins && assigns && tokens.get(i).is(Kind.NAME)) {
                at = i + 2;
                String value = expression();
                boolean whole = at < tokens.size() && tokens.get(at).is(Kind.END);
                define(tokens.get(i).text(), whole ? value : null);
            }
        }
    }

    private void define(String name, @Nullable String value) {
        String before = value == null ? null : constants.putIfAbsent(name, value);
        if (value == null || (before != null && !before.equals(value))) {
            ambiguous.add(name);
        }
    }

    private List<String> readAll() {
        List<String> found = new ArrayList<>();
        for (at = 0; at < tokens.size(); ) {
            boolean startsOne = tokens.get(at).is(Kind.STRING) || tokens.get(at).is(Kind.TEMPLATE) || isSummand();
            String value = startsOne ? expression() : null;
            at += startsOne ? 0 : 1;
            if (value != null) {
                found.add(value);
            }
        }
        return found;
    }

    /** A name, something added to it. */
    private boolean isSummand() {
        return tokens.get(at).is(Kind.NAME)
                && at + 1 < tokens.size()
                && tokens.get(at + 1).isSign("+")
                && (at == 0 || !tokens.get(at - 1).isSign("."));
    }

    /** Takes summands as long as there are any; null where one of them is not known. */
    private @Nullable String expression() {
        String value = formatted(summand());
        while (takeSign("+")) {
            String next = formatted(summand());
            value = value == null || next == null ? null : value + next;
        }
        boolean more = at < tokens.size()
                && (tokens.get(at).isSign("%") || tokens.get(at).isSign("."));
        return more ? null : value;
    }

    /** What {@code .format(...)} or {@code %} after it makes of a summand. */
    private @Nullable String formatted(@Nullable String text) {
        if (text != null
                && at + 2 < tokens.size()
                && tokens.get(at).isSign(".")
                && tokens.get(at + 1).isName("format")) {
            at += 2;
            Map<String, String> named = new HashMap<>();
            List<String> arguments = arguments(named);
            return arguments == null ? null : PythonFormat.format(text, arguments, named);
        }
        if (text != null && takeSign("%")) {
            boolean several = at < tokens.size() && tokens.get(at).isSign("(");
            String one = several ? null : summand();
            List<String> arguments = several ? arguments(new HashMap<>()) : one == null ? null : List.of(one);
            return arguments == null ? null : PythonFormat.percent(text, arguments);
        }
        return text;
    }

    /** Those in parentheses; null where one of them is not known. */
    private @Nullable List<String> arguments(Map<String, String> named) {
        List<String> arguments = new ArrayList<>();
        if (!takeSign("(")) {
            return null;
        }
        while (!takeSign(")")) {
            boolean isNamed = at + 1 < tokens.size()
                    && tokens.get(at).is(Kind.NAME)
                    && tokens.get(at + 1).isSign("=");
            String name = isNamed ? tokens.get(at).text() : "";
            at += isNamed ? 2 : 0;
            String value = summand();
            if (value == null || (!takeSign(",") && !isSign(")"))) {
                return null;
            }
            if (isNamed) {
                named.put(name, value);
            } else {
                arguments.add(value);
            }
        }
        return arguments;
    }

    private @Nullable String summand() {
        if (at < tokens.size() && tokens.get(at).is(Kind.NAME)) {
            return constant(tokens.get(at++).text());
        }
        StringBuilder value = new StringBuilder();
        boolean known = false;
        boolean all = true;
        for (; at < tokens.size(); at++) {
            PythonToken token = tokens.get(at);
            if (!token.is(Kind.STRING) && !token.is(Kind.TEMPLATE)) {
                break;
            }
            String part = token.is(Kind.STRING) ? token.text() : PythonFormat.template(token.text(), this::constant);
            known = true;
            all &= part != null;
            value.append(part);
        }
        return known && all ? value.toString() : null;
    }

    private @Nullable String constant(String name) {
        return ambiguous.contains(name) ? null : constants.get(name);
    }

    private boolean isSign(String sign) {
        return at < tokens.size() && tokens.get(at).isSign(sign);
    }

    private boolean takeSign(String sign) {
        boolean there = isSign(sign);
        at += there ? 1 : 0;
        return there;
    }
}
