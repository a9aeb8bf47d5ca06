package io.ptmtorrent.inspection.text;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.text.JinjaLexer.Kind;
import io.ptmtorrent.inspection.text.JinjaLexer.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Whether every block of a template has its end, and every end its block. */
final class JinjaBlocks {
    private static final Set<String> OPENING =
            Set.of("if", "for", "macro", "call", "filter", "block", "raw", "generation", "autoescape", "with", "trans");
    private static final Set<String> MIDDLE = Set.of("else", "elif");

    private final List<Token> tokens;
    private final Deque<String> open = new ArrayDeque<>();

    JinjaBlocks(List<Token> tokens) {
        this.tokens = tokens;
    }

    void check() throws Broken {
        for (int at = 0; at + 1 < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.kind() == Kind.SYMBOL && token.text().equals("%") && startsBlock(at)) {
                block(tokens.get(at + 1), at + 1);
            } else if (isSymbol(at, "{{") && isSymbol(at + 1, "}}")) {
                throw Broken.malformed(token.offset(), "an expression of nothing");
            }
        }
        if (!open.isEmpty()) {
            throw Broken.malformed(tokens.getLast().offset(), open.peek() + " without an end");
        }
    }

    private boolean isSymbol(int at, String symbol) {
        return tokens.get(at).kind() == Kind.SYMBOL && tokens.get(at).text().equals(symbol);
    }

    /** A percent sign is an operator inside an expression, too. */
    private boolean startsBlock(int at) {
        String before = at == 0 ? "%}" : tokens.get(at - 1).text();
        boolean symbol = at == 0 || tokens.get(at - 1).kind() == Kind.SYMBOL;
        return symbol && (before.equals("%}") || before.equals("}}"));
    }

    private void block(Token word, int at) throws Broken {
        String name = word.text();
        if (word.kind() != Kind.NAME) {
            throw Broken.malformed(word.offset(), "a block without a word");
        }
        if (OPENING.contains(name) || (name.equals("set") && !assigns(at))) {
            open.push(name);
        } else if (name.startsWith("end")) {
            if (open.isEmpty() || !open.pop().equals(name.substring(3))) {
                throw Broken.malformed(word.offset(), name + " ends nothing");
            }
        } else if (MIDDLE.contains(name) && open.isEmpty()) {
            throw Broken.malformed(word.offset(), name + " outside of a block");
        }
    }

    private boolean assigns(int at) {
        for (int next = at; next < tokens.size(); next++) {
            Token token = tokens.get(next);
            if (token.kind() == Kind.SYMBOL && token.text().equals("=")) {
                return true;
            }
            if (token.kind() == Kind.SYMBOL && token.text().equals("%}")) {
                return false;
            }
        }
        return false;
    }
}
