package io.ptmtorrent.local.letgo;

import java.util.BitSet;
import java.util.HexFormat;

/**
 * Which digests are referred to, in bounded memory: it may take one for marked that is not, never the other way round.
 *
 * <p>A Bloom filter. A digest is random bits already, so pieces of it are its hashes; they are turned by a seed, so that
 * what one run takes wrongly for marked another one does not. For one thread.
 */
final class Marks {
    /** Up to 50 million digests at ten bits each: one in a hundred is kept by mistake. */
    private static final int BITS = 1 << 29;

    private static final int HASHES = 7;

    private final BitSet bits = new BitSet();
    private final long seed;

    Marks(long seed) {
        this.seed = seed;
    }

    void add(String sha256) {
        Hashes hashes = new Hashes(sha256, seed);
        for (int i = 0; i < HASHES; i++) {
            bits.set(hashes.next());
        }
    }

    boolean has(String sha256) {
        Hashes hashes = new Hashes(sha256, seed);
        for (int i = 0; i < HASHES; i++) {
            if (!bits.get(hashes.next())) {
                return false;
            }
        }
        return true;
    }

    /** Two numbers give all of them (Kirsch and Mitzenmacher, 2006). */
    private static final class Hashes {
        private static final int LONG_HEX = 16;

        private long at;
        private final long step;

        Hashes(String sha256, long seed) {
            at = HexFormat.fromHexDigitsToLong(sha256, 0, LONG_HEX) * (seed | 1);
            step = HexFormat.fromHexDigitsToLong(sha256, LONG_HEX, 2 * LONG_HEX) | 1;
        }

        int next() {
            at += step;
            return (int) (at >>> (Long.SIZE - Integer.numberOfTrailingZeros(BITS)));
        }
    }
}
