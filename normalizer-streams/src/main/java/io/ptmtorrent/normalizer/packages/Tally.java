package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Verification;
import java.nio.ByteBuffer;

/**
 * A package's files, counted by what became of them.
 *
 * @param wanted all of them
 * @param pending not answered
 * @param stored fetched for this package
 * @param deduplicated there already, or fetched for another
 * @param failed other bytes than announced
 * @param unavailable not to be had
 * @param gated needing an agreement
 * @param unverified of the stored and de-duplicated those that no digest of the hub verified
 * @param bytesWanted announced bytes of all of them
 * @param bytesStored bytes of the stored and de-duplicated
 */
record Tally(
        long wanted,
        long pending,
        long stored,
        long deduplicated,
        long failed,
        long unavailable,
        long gated,
        long unverified,
        long bytesWanted,
        long bytesStored) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final int BYTES = 10 * Long.BYTES;

    /** What one file counts. */
    static Tally of(FileRow file) {
        FileState state = file.pending() ? FileState.UNKNOWN : file.state();
        boolean there = state == FileState.STORED || state == FileState.DEDUPLICATED;
        return new Tally(
                1,
                one(file.pending()),
                one(state == FileState.STORED),
                one(state == FileState.DEDUPLICATED),
                one(state == FileState.FAILED),
                one(state == FileState.UNAVAILABLE),
                one(state == FileState.GATED),
                one(there && !isVerified(file.verification())),
                file.announced() == null ? 0 : file.announced(),
                there && file.size() != null ? file.size() : 0);
    }

    Tally plus(Tally other) {
        return new Tally(
                wanted + other.wanted,
                pending + other.pending,
                stored + other.stored,
                deduplicated + other.deduplicated,
                failed + other.failed,
                unavailable + other.unavailable,
                gated + other.gated,
                unverified + other.unverified,
                bytesWanted + other.bytesWanted,
                bytesStored + other.bytesStored);
    }

    Tally minus(Tally other) {
        return plus(new Tally(
                -other.wanted,
                -other.pending,
                -other.stored,
                -other.deduplicated,
                -other.failed,
                -other.unavailable,
                -other.gated,
                -other.unverified,
                -other.bytesWanted,
                -other.bytesStored));
    }

    void write(ByteBuffer out) {
        out.putLong(wanted)
                .putLong(pending)
                .putLong(stored)
                .putLong(deduplicated)
                .putLong(failed);
        out.putLong(unavailable)
                .putLong(gated)
                .putLong(unverified)
                .putLong(bytesWanted)
                .putLong(bytesStored);
    }

    static Tally read(ByteBuffer in) {
        return new Tally(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }

    /** Whether bytes were compared with a digest, or the beginning of one, that somebody else named. */
    private static boolean isVerified(Verification verification) {
        return switch (verification) {
            case SHA256, GIT_SHA1, SHA256_PREFIX, GIT_TREE, GIT_PACK -> true;
            case SIZE, NONE, UNKNOWN -> false;
        };
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }
}
