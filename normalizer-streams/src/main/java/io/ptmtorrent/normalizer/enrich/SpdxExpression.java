package io.ptmtorrent.normalizer.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a declared text as an expression over licences: names joined by AND, OR, WITH and brackets (SPDX specification
 * 3.0, annex B; operators in either case). For one thread.
 *
 * <p>It is one only if every name in it is known, so that a title such as "terms and conditions" stays a title.
 */
final class SpdxExpression {
    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
    private static final Set<String> OPERATORS = Set.of("AND", "OR", "WITH");
    private static final int MOST_TOKENS = 50;

    /** Of SPDX's list of exceptions (3.28), those that come with licences of software that models travel with. */
    private static final Set<String> EXCEPTIONS = Set.of(
            "LLVM-exception",
            "Classpath-exception-2.0",
            "GCC-exception-3.1",
            "Autoconf-exception-3.0",
            "Bison-exception-2.2",
            "Linux-syscall-note",
            "OpenSSL-exception",
            "Qt-GPL-exception-1.0",
            "Swift-exception");

    private final List<String> tokens = new ArrayList<>();
    private final Function<String, @Nullable String> ids;
    private int next;

    private SpdxExpression(String text, Function<String, @Nullable String> ids) {
        this.ids = ids;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find() && tokens.size() <= MOST_TOKENS) {
            tokens.add(matcher.group());
        }
    }

    /**
     * The expression in SPDX's own spelling; null where the text is none.
     *
     * @param ids the SPDX id of a name, or null
     */
    static @Nullable String read(String text, Function<String, @Nullable String> ids) {
        SpdxExpression reader = new SpdxExpression(text, ids);
        if (reader.tokens.size() > MOST_TOKENS) {
            return null;
        }
        String read = reader.either();
        return reader.next == reader.tokens.size() ? read : null;
    }

    /** Whether it has to stand in brackets where it is joined by AND. */
    static boolean isChoice(String expression) {
        return expression.contains(" OR ");
    }

    private @Nullable String either() {
        return joined("OR", this::both);
    }

    private @Nullable String both() {
        return joined("AND", this::one);
    }

    private @Nullable String joined(String operator, Operand operand) {
        String read = operand.read();
        while (read != null && isNext(operator)) {
            next++;
            String more = operand.read();
            read = more == null ? null : read + " " + operator + " " + more;
        }
        return read;
    }

    private interface Operand {
        @Nullable
        String read();
    }

    private @Nullable String one() {
        if (!isNext("(")) {
            return licence();
        }
        next++;
        String inner = either();
        if (inner == null || !isNext(")")) {
            return null;
        }
        next++;
        return isChoice(inner) ? "(" + inner + ")" : inner;
    }

    private @Nullable String licence() {
        String id = ids.apply(name());
        if (id == null || !isNext("WITH")) {
            return id;
        }
        next++;
        String name = name();
        return EXCEPTIONS.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(exception -> id + " WITH " + exception)
                .orElse(null);
    }

    /** Up to the next operator: hubs write names of several words. */
    private String name() {
        int from = next;
        while (next < tokens.size() && !isOperator(tokens.get(next))) {
            next++;
        }
        return String.join(" ", tokens.subList(from, next));
    }

    private static boolean isOperator(String token) {
        return token.equals("(") || token.equals(")") || OPERATORS.contains(token.toUpperCase(Locale.ROOT));
    }

    private boolean isNext(String operator) {
        return next < tokens.size() && tokens.get(next).equalsIgnoreCase(operator);
    }
}
