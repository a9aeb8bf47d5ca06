package io.ptmtorrent.inspection.text;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.JinjaLexer.Kind;
import io.ptmtorrent.inspection.text.JinjaLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Jinja template, as tokens: what it reaches for decides (CVE-2024-34359 and what is like it). Nothing is rendered.
 *
 * <p>Any name between double underscores, however it is written, leads out of the template; so do calls of Python's own
 * ways out, and attributes whose names are built from pieces. Words in the text around the expressions say nothing.
 */
public final class ChatTemplate {
    /** Real ones stay below 30,000 characters. */
    private static final int LONG = 48 << 10;

    private static final Pattern DUNDER = Pattern.compile("__[A-Za-z]\\w*__");
    /** As text they may be a token of the model's; these are Python's. */
    private static final Pattern KNOWN = Pattern.compile(
            "__(?:class|mro|bases?|subclasses|init|globals|builtins|import|dict|code|func|self"
                    + "|module|call|reduce|reduce_ex|getattribute|getattr|getitem|loader|spec|closure|wrapped|new|traceback|doc)__");
    /** Half of such a name, to be put together. */
    private static final Pattern HALF = Pattern.compile("__[a-z]{2,20}|[a-z]{2,20}__");

    private static final Set<String> ATTRIBUTES = Set.of(
            "mro",
            "subclasses",
            "globals",
            "builtins",
            "func_globals",
            "func_code",
            "im_func",
            "im_class",
            "gi_frame",
            "gi_code",
            "cr_frame",
            "cr_code",
            "ag_frame",
            "tb_frame",
            "f_globals",
            "f_locals",
            "f_builtins",
            "f_back",
            "_module",
            "_tt_gen");
    private static final Set<String> CALLS = Set.of(
            "eval",
            "exec",
            "compile",
            "open",
            "popen",
            "system",
            "getattr",
            "setattr",
            "globals",
            "locals",
            "vars",
            "import_module",
            "check_output",
            "Popen",
            "urlopen",
            "b64decode",
            "execfile",
            "breakpoint",
            "input",
            "spawn",
            "fork");
    private static final Set<String> NAMES =
            Set.of("os", "sys", "subprocess", "importlib", "socket", "pickle", "builtins", "shutil", "ctypes");
    private static final Set<String> PIECES = Set.of("join", "format", "replace", "reverse", "string", "list", "lower");

    private final Scope scope;
    private final List<Token> tokens;

    private ChatTemplate(List<Token> tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /** Whether text has anything that Jinja would look at. */
    public static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    /** Judges a text that is rendered by somebody; one that does not parse is told. */
    public static void judge(String text, Scope scope) {
        try {
            lenient(text, scope);
        } catch (Broken e) {
            scope.broken(Rule.TEMPLATE_BROKEN, e);
        }
        if (text.length() > LONG) {
            scope.find(Rule.TEMPLATE_SIZE, text.length() + " characters");
        }
    }

    /**
     * Judges a text that may be a template.
     *
     * @throws Broken where it does not parse; what came before is told
     */
    static void lenient(String text, Scope scope) throws Broken {
        List<Token> tokens = new ArrayList<>();
        try {
            new JinjaLexer(text, tokens).run();
            new JinjaBlocks(tokens).check();
        } finally {
            new ChatTemplate(tokens, scope).walk();
        }
    }

    private void walk() {
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            switch (token.kind()) {
                case NAME -> name(token, at);
                case TEXT -> {
                    text(token, at);
                    pieces(at);
                }
                default -> {}
            }
        }
    }

    private void name(Token token, int at) {
        String name = token.text();
        boolean attribute = is(at - 1, ".");
        boolean called = is(at + 1, "(");
        if ((name.length() > 4 && (name.startsWith("__") || name.endsWith("__")))
                || (attribute && ATTRIBUTES.contains(name))
                || (called && CALLS.contains(name) && !isMacro(at))
                || (!attribute && NAMES.contains(name) && is(at + 1, "."))) {
            escape(token, name);
        } else if (is(at - 1, "|") && name.equals("attr")) {
            attr(token, at);
        } else if (is(at - 1, "%")
                && Set.of("include", "import", "extends", "from").contains(name)) {
            boolean module =
                    at + 1 < tokens.size() && NAMES.contains(tokens.get(at + 1).text());
            scope.find(
                    module ? Rule.TEMPLATE_ESCAPE : Rule.TEMPLATE_TRICK, token.offset(), name + " of another template");
        }
    }

    private boolean isMacro(int at) {
        return at > 0 && tokens.get(at - 1).text().equals("macro");
    }

    private void attr(Token token, int at) {
        boolean literal = at + 2 < tokens.size() && tokens.get(at + 2).kind() == Kind.TEXT && is(at + 3, ")");
        if (literal) {
            scope.find(Rule.TEMPLATE_TRICK, token.offset(), "attr filter");
        } else {
            escape(token, "attribute by a name that is computed");
        }
    }

    private void text(Token token, int at) {
        boolean key = is(at - 1, "[") || is(at - 1, "(");
        boolean python =
                KNOWN.matcher(token.text()).find() || HALF.matcher(token.text()).matches();
        boolean named = DUNDER.matcher(token.text()).find() || ATTRIBUTES.contains(token.text());
        if (python || (key && named && (is(at - 1, "[") || filtered(at - 2)))) {
            escape(token, token.text());
        } else if (key && NAMES.contains(token.text()) && is(at - 1, "(") && called(at - 2)) {
            escape(
                    token,
                    "'" + token.text() + "' given to " + tokens.get(at - 2).text());
        }
    }

    private boolean filtered(int at) {
        return at >= 0
                && Set.of("attr", "getattr", "map").contains(tokens.get(at).text());
    }

    private boolean called(int at) {
        return at >= 0
                && tokens.get(at).kind() == Kind.NAME
                && tokens.get(at).text().contains("import");
    }

    /** Texts that are put together, by ~, +, side by side or in a list: the whole counts, forward and backward. */
    private void pieces(int at) {
        if (at > 0 && at - 2 >= 0 && isJoint(at - 1) && tokens.get(at - 2).kind() == Kind.TEXT) {
            return;
        }
        StringBuilder whole = new StringBuilder();
        int next = at;
        int count = 0;
        while (next < tokens.size() && tokens.get(next).kind() == Kind.TEXT && count < 64) {
            whole.append(tokens.get(next).text());
            count++;
            next += isJoint(next + 1) ? 2 : 1;
        }
        boolean reversed = tokens.subList(at, Math.min(tokens.size(), at + 24)).stream()
                .anyMatch(it -> it.text().equals("reverse") || it.text().equals("-1"));
        String backward = new StringBuilder(whole).reverse().toString();
        if ((count > 1 && KNOWN.matcher(whole).find())
                || (reversed && KNOWN.matcher(backward).find())) {
            escape(tokens.get(at), "a name put together from pieces: " + whole);
        } else if (isHalf(whole) && hasFilterOfPieces(at)) {
            escape(tokens.get(at), "a name made by filters: " + whole);
        }
    }

    private boolean isJoint(int at) {
        return is(at, "~") || is(at, "+") || is(at, ",");
    }

    /** Double underscores and a place to fill: {@code "__%s__"}, {@code "__{}__"}, {@code "_X_"} to be replaced. */
    private static boolean isHalf(CharSequence text) {
        String plain = text.toString();
        return plain.length() < 200 && plain.contains("__") && plain.matches("(?s).*(__[%{]|[}s]__|__$|^__).*");
    }

    private boolean hasFilterOfPieces(int at) {
        for (int next = at + 1; next < Math.min(tokens.size(), at + 6); next++) {
            if ((is(next - 1, "|") || is(next - 1, "."))
                    && PIECES.contains(tokens.get(next).text())) {
                return true;
            }
        }
        return false;
    }

    private boolean is(int at, String symbol) {
        return at >= 0
                && at < tokens.size()
                && tokens.get(at).kind() == Kind.SYMBOL
                && tokens.get(at).text().equals(symbol);
    }

    private void escape(Token token, String what) {
        scope.find(Rule.TEMPLATE_ESCAPE, token.offset(), what);
    }
}
