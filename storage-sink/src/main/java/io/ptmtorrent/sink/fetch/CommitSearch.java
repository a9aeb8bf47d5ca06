package io.ptmtorrent.sink.fetch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one commit among a pack's objects by what its content digests to.
 *
 * <p>A commit may be packed as its difference from an earlier one; so commits are kept until it is found, which git's own
 * packs have at their beginning, or until they are too many: then nothing is known. For one use.
 */
final class CommitSearch {
    /** Longer commits are not looked into. */
    static final int LONGEST = 1 << 20;

    private final String wanted;
    private final long mostBytes;
    private final Map<Long, byte[]> commits = new HashMap<>();
    private long bytes;
    private boolean found;
    private boolean unsure;

    /** @param mostBytes of commits that are kept in all */
    CommitSearch(String wanted, long mostBytes) {
        this.wanted = wanted;
        this.mostBytes = mostBytes;
    }

    /** What is known at the pack's end. */
    enum Outcome {
        FOUND,
        NOT_THERE,
        /** Not every object could be looked into. */
        UNKNOWN
    }

    Outcome outcome() {
        return found ? Outcome.FOUND : unsure ? Outcome.UNKNOWN : Outcome.NOT_THERE;
    }

    /** Whether an object that is a commit of this size is to be added. */
    boolean takes(long size) {
        return takes(size, !found && !unsure);
    }

    /** Whether a difference of this size from the object at a position is to be added. */
    boolean takesDelta(long base, long size) {
        return takes(size, commits.containsKey(base));
    }

    private boolean takes(long size, boolean matters) {
        boolean fits = size <= LONGEST;
        unsure |= matters && !fits && !found;
        return matters && fits;
    }

    /** There is an object of which it cannot be told whether it is a commit. */
    void overlooked() {
        unsure |= !found;
    }

    void commit(long position, byte[] content) {
        found = found || id(content).equals(wanted);
        bytes += content.length;
        if (found || bytes > mostBytes) {
            unsure |= !found;
            commits.clear();
        } else {
            commits.put(position, content);
        }
    }

    /** @param delta copies from the object at {@code base} and insertions */
    void delta(long position, long base, byte[] delta) throws WrongFormException {
        byte @Nullable [] from = commits.get(base);
        if (from == null) {
            return;
        }
        byte @Nullable [] content = Delta.apply(from, delta, LONGEST);
        if (content == null) {
            overlooked();
        } else {
            commit(position, content);
        }
    }

    private static String id(byte[] commit) {
        MessageDigest sha1 = Digests.digest("SHA-1");
        sha1.update(("commit " + commit.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha1.digest(commit));
    }
}
