package io.ptmtorrent.crawler.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository's files at one commit, as its archive gives them.
 *
 * @param repository where it was read
 * @param commit 40 hex digits
 * @param tree id of the root tree that the commit names, 40 hex digits; null where it was not asked for, or the server
 *     would not say
 * @param entries plain files and links, in the archive's order
 */
public record Snapshot(
        Repository repository, String commit, @Nullable String tree, List<Entry> entries) implements Checkout {
    /** What an entry costs in memory beside its content: objects, digits, a path of usual length. */
    private static final long BESIDE_CONTENT = 300;

    public Snapshot {
        entries = List.copyOf(entries);
    }

    /** With what its commit says of it. */
    public Snapshot of(@Nullable Commit told) {
        return new Snapshot(repository, commit, told == null ? null : told.tree(), entries);
    }

    /** Bytes of memory, about. */
    long weight() {
        return entries.stream()
                .mapToLong(entry -> BESIDE_CONTENT + (entry.content() == null ? 0 : entry.content().length))
                .sum();
    }

    /**
     * One file.
     *
     * @param path from the repository's root, with slashes; hostile: to be read, never to be opened
     * @param size bytes in the repository: of an LFS pointer the pointer's own
     * @param gitSha1 git blob id of those bytes, 40 hex digits
     * @param lfs what the bytes say, if they are an LFS pointer; null for any other file
     * @param content the bytes, where they were asked for; null where not, or where they are too many. Not changed by
     *     anyone
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Entry(
            String path,
            long size,
            String gitSha1,
            @Nullable LfsPointer lfs,
            byte @Nullable [] content) {}
}
