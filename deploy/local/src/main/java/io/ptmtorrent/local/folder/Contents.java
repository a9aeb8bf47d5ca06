package io.ptmtorrent.local.folder;

import java.nio.file.Path;
import java.util.Objects;
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

    /**
     * Throws IllegalArgumentException, saying what to do, unless {@code wanted} is the same world, seed, size, prefix
     * and shape.
     */
    public void requireSame(Contents wanted, Path folder) {
        require(folder, "--data", holds == wanted.holds, world(), wanted.world());
        require(folder, "--prefix", prefix.equals(wanted.prefix), prefix, wanted.prefix);
        require(folder, "partitions", partitions == wanted.partitions, partitions, wanted.partitions);
        require(folder, "--seed", Objects.equals(seed, wanted.seed), seed, wanted.seed);
        require(folder, "--models", Objects.equals(models, wanted.models), models, wanted.models);
    }

    private String world() {
        return holds == Holds.REAL ? "models of real hubs" : "models of the demo";
    }

    private static void require(Path folder, String key, boolean same, @Nullable Object held, @Nullable Object wanted) {
        if (!same) {
            throw new IllegalArgumentException(key + ": the data folder " + folder + " holds " + held + ", not "
                    + wanted + ": give another --data, or delete that folder");
        }
    }

    /** The same after {@code step} was crawled. */
    public Contents afterStep(int done) {
        return new Contents(holds, prefix, partitions, seed, models, done);
    }
}
