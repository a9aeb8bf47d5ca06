package io.ptmtorrent.crawler.git;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository's files at one commit, as its archive gives them.
 *
 * @param repository where it was read
 * @param commit 40 hex digits
 * @param entries plain files and links, in the archive's order
 */
public record Snapshot(Repository repository, String commit, List<Entry> entries) {
    public Snapshot {
        entries = List.copyOf(entries);
    }

    /**
     * One file.
     *
     * @param path from the repository's root, with slashes; hostile: to be read, never to be opened
     * @param size bytes in the repository: of an LFS pointer the pointer's own
     * @param gitSha1 git blob id of those bytes, 40 hex digits
     * @param content the bytes, where they were asked for; null where not, or where they are too many. Not changed by
     *     anyone
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Entry(String path, long size, String gitSha1, byte @Nullable [] content) {}
}
