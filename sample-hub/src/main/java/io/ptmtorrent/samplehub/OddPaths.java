package io.ptmtorrent.samplehub;

import java.util.List;

/**
 * File names that bite: what git or a careless uploader lets through, and what only a hostile hub would say.
 *
 * <p>One model in 25 has three of them; the hub serves each to whoever asks for exactly its name.
 */
final class OddPaths {
    private static final int ONE_IN = 25;
    private static final int EACH = 3;

    /** {@value} characters, more than file systems take in one name. */
    private static final int LONG = 300;

    private static final List<String> PATHS = List.of(
            "../../x",
            "/etc/passwd",
            "nul\0byte.json",
            "l" + "o".repeat(LONG - 6) + "ng.md",
            "模型/重み größe.json",
            " spaces  at both ends ",
            "%2e%2e/%2e%2e/escaped.txt",
            "a?b=c&d#e.txt",
            "back\\slash\\..\\x.txt",
            "./dot/../dots.json",
            "double//slash.txt",
            "quote\"and\nnewline.txt",
            "…/\uD83E\uDD17/emoji.md",
            "CON.txt:stream",
            "~/.ssh/authorized_keys");

    private OddPaths() {}

    /** Those that a model has, the same at every revision; empty for most. */
    static List<String> of(long seed, int index) {
        long hash = Dice.mix(seed, index / ONE_IN, Salt.ODD_PATHS);
        if (index % ONE_IN != Dice.below(hash, ONE_IN)) {
            return List.of();
        }
        int first = index / ONE_IN * EACH;
        return List.of(at(first), at(first + 1), at(first + 2));
    }

    private static String at(int turn) {
        return PATHS.get(turn % PATHS.size());
    }
}
