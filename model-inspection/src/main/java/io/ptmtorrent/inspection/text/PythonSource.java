package io.ptmtorrent.inspection.text;

import io.ptmtorrent.inspection.judge.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A source of Python as text: its hash, what it imports, and what it calls, under whatever name that was imported; the list of
 * operators says which calls are of interest. Nothing is evaluated, so a name that is made up at run time is not seen.
 */
final class PythonSource {
    private static final int NAMED = 200;

    private final PythonTokens tokens;
    private final Scope scope;
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> imports = new TreeSet<>();

    private PythonSource(String text, Scope scope) {
        this.tokens = new PythonTokens(text);
        this.scope = scope;
    }

    /** Tells what a source holds. */
    static void read(String name, String text, Scope scope) {
        PythonSource source = new PythonSource(text, scope);
        source.read();
        scope.fact("python." + name + ".sha256", sha256(text));
        scope.fact("python." + name + ".imports", String.join(", ", source.imports));
    }

    private static String sha256(String text) {
        try {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void read() {
        while (tokens.next()) {
            switch (tokens.word()) {
                case "" -> {}
                case "import" -> imported("");
                case "from" -> from();
                default -> {
                    if (tokens.isCalled()) {
                        called(tokens.word(), tokens.offset());
                    }
                }
            }
        }
    }

    private boolean nextOfStatement() {
        return tokens.next() && !tokens.word().isEmpty();
    }

    private void from() {
        if (nextOfStatement() && !tokens.word().equals("import")) {
            String module = tokens.word();
            if (nextOfStatement() && tokens.word().equals("import")) {
                imported(module);
            }
        }
    }

    /** The names of one statement, each perhaps followed by {@code as} and another. */
    private void imported(String module) {
        String last = "";
        while (nextOfStatement()) {
            String word = tokens.word();
            if (word.equals("as")) {
                names.put(nextOfStatement() ? tokens.word() : "", last);
            } else {
                last = module.isEmpty() ? word : module + "." + word;
                names.put(first(word), module.isEmpty() ? first(word) : last);
                if (imports.size() < NAMED) {
                    imports.add(module.isEmpty() ? word : module);
                }
            }
        }
    }

    private static String first(String dotted) {
        int dot = dotted.indexOf('.');
        return dot < 0 ? dotted : dotted.substring(0, dot);
    }

    /** By the name that it was imported under, or one of Python's own. */
    private void called(String dotted, long offset) {
        String first = first(dotted);
        String module = names.get(first);
        if (module != null) {
            scope.operator("python", module + dotted.substring(first.length()), offset);
        } else if (dotted.equals(first)) {
            scope.operator("python", dotted, offset);
        }
    }
}
