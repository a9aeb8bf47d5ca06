package io.ptmtorrent.local.folder;

import org.jspecify.annotations.Nullable;

/**
 * What a data folder holds, remembered so that synthetic and real data never mix and topics keep their shape.
 *
 * @param holds which world the data is of
 * @param prefix what its topics start with
 * @param partitions its topics' number of partitions
 * @param seed demo: seed of the sample hub
 * @param models demo: models that the sample hub began with
 * @param step demo: last step of the sample hub that was crawled to the end; null before the first
 */
public record Contents(
        Holds holds,
        String prefix,
        int partitions,
        @Nullable Long seed,
        @Nullable Integer models,
        @Nullable Integer step) {

    /** Which world the data is of. */
    public enum Holds {
        /** The hubs' own models. */
        REAL,
        /** The sample hub's. */
        DEMO
    }

    /** Contents of a folder for {@code ptm local}. */
    public static Contents real(String prefix, int partitions) {
        return new Contents(Holds.REAL, prefix, partitions, null, null, null);
    }

    /** Contents of a folder for {@code ptm demo}, before its first crawl. */
    public static Contents demo(String prefix, int partitions, long seed, int models) {
        return new Contents(Holds.DEMO, prefix, partitions, seed, models, null);
    }

    /** The same after {@code step} was crawled. */
    public Contents afterStep(int done) {
        return new Contents(holds, prefix, partitions, seed, models, done);
    }
}
