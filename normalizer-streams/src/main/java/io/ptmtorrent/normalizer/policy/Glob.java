package io.ptmtorrent.normalizer.policy;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A pattern over paths, as shells and .gitignore have them, without classes, braces and escapes.
 *
 * <pre>
 * *     any run of characters but /
 * **    any run of characters, / too; as a whole segment ({@code **}{@code /x}) also no folder at all
 * ?     one character but /
 * else  itself, letter case included
 * </pre>
 *
 * <p>One without a slash is matched with a file's name, in whatever folder it is; one with a slash with the whole path,
 * where a slash in front says no more than that. All of it must match.
 *
 * <p>Matching takes at most path times pattern steps, whatever either holds: all places of the pattern that the path
 * may have come to are followed at once. Immutable.
 */
final class Glob {
    private static final int STAR = -1;
    private static final int STARS = -2;
    private static final int ONE = -3;

    /** Folders, each with its slash: at the beginning of one. */
    private static final int FOLDERS = -4;

    /** The same, inside a folder's name: always behind {@link #FOLDERS}. */
    private static final int IN_FOLDER = -5;

    private final boolean ofName;
    private final int[] tokens;

    /** @param pattern any text is one */
    Glob(String pattern) {
        ofName = pattern.indexOf('/') < 0;
        tokens = tokens(pattern.startsWith("/") ? pattern.substring(1) : pattern);
    }

    boolean matches(String path) {
        String text = ofName ? path.substring(path.lastIndexOf('/') + 1) : path;
        BitSet places = new BitSet(tokens.length + 1);
        reach(0, places);
        for (int at = 0; at < text.length() && !places.isEmpty(); at += Character.charCount(text.codePointAt(at))) {
            places = step(places, text.codePointAt(at));
        }
        return places.get(tokens.length);
    }

    private BitSet step(BitSet places, int c) {
        BitSet next = new BitSet(tokens.length + 1);
        for (int at = places.nextSetBit(0); at >= 0 && at < tokens.length; at = places.nextSetBit(at + 1)) {
            boolean slash = c == '/';
            switch (tokens[at]) {
                case STARS -> reach(at, next);
                case STAR -> reachIf(!slash, at, next);
                case ONE -> reachIf(!slash, at + 1, next);
                case FOLDERS -> reach(slash ? at : at + 1, next);
                case IN_FOLDER -> reach(slash ? at - 1 : at, next);
                default -> reachIf(tokens[at] == c, at + 1, next);
            }
        }
        return next;
    }

    private void reachIf(boolean met, int place, BitSet places) {
        if (met) {
            reach(place, places);
        }
    }

    /** Adds a place, and those behind it that need no character. */
    private void reach(int place, BitSet places) {
        int at = place;
        while (!places.get(at)) {
            places.set(at);
            if (at == tokens.length) {
                return;
            }
            switch (tokens[at]) {
                case STAR, STARS -> at++;
                case FOLDERS -> at += 2;
                default -> {
                    return;
                }
            }
        }
    }

    private static int[] tokens(String pattern) {
        int[] found = new int[2 * pattern.length()];
        int count = 0;
        int at = 0;
        while (at < pattern.length()) {
            boolean begins = at == 0 || pattern.charAt(at - 1) == '/';
            if (begins && pattern.startsWith("**/", at)) {
                found[count++] = FOLDERS;
                found[count++] = IN_FOLDER;
                at += 3;
            } else if (pattern.startsWith("**", at)) {
                found[count++] = STARS;
                at += 2;
            } else {
                int c = pattern.codePointAt(at);
                found[count++] = c == '*' ? STAR : c == '?' ? ONE : c;
                at += Character.charCount(c);
            }
        }
        return Arrays.copyOf(found, count);
    }
}
