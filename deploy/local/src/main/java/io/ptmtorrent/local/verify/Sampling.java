package io.ptmtorrent.local.verify;

import java.util.random.RandomGenerator;

/** Takes so many of a known number, each with the same chance, as they come by (Knuth, 3.4.2, algorithm S). */
final class Sampling {
    private final RandomGenerator random;
    private long wanted;
    private long left;

    /** @param wanted negative: all of them */
    Sampling(long wanted, long total, RandomGenerator random) {
        this.wanted = wanted < 0 ? total : Math.min(wanted, total);
        this.left = total;
        this.random = random;
    }

    /** Whether the next one is among them. */
    boolean takesNext() {
        boolean taken = wanted > 0 && random.nextLong(left) < wanted;
        left--;
        wanted -= taken ? 1 : 0;
        return taken;
    }
}
