package io.ptmtorrent.samplehub;

import java.util.List;

/**
 * Chance that always falls the same way for the same seed.
 *
 * <p>A SplitMix64 stream (Steele, Lea, Flood 2014). The static {@link #mix} is the same function without a stream. Not
 * safe for use by several threads: make one for each model.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Dice(long seed, long what, long salt) {
        this.state = mix(seed, what, salt);
    }

    static long mix(long seed, long what, long salt) {
        return scramble(scramble(scramble(seed + GOLDEN) ^ what * GOLDEN) + salt * 0xD1B54A32D192ED03L);
    }

    /** A number from 0 up to, not including, {@code bound}. */
    static int below(long hash, int bound) {
        return (int) (((hash >>> 33) * bound) >>> 31);
    }

    long next() {
        state += GOLDEN;
        return scramble(state);
    }

    int below(int bound) {
        return below(next(), bound);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
