package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Repositories at github.com, read without a clone: where a ref stands, and the files of one commit.
 *
 * <p>Keeps nothing between calls. For any number of threads. What may work later is an {@link IOException}.
 */
public final class GitHub {
    private final RefLookup refs;
    private final Archive archive;

    public GitHub(HubHttp http) {
        this.refs = new RefLookup(http);
        this.archive = new Archive(http);
    }

    /**
     * Where a ref stands: two requests, none of them against the REST quota.
     *
     * @param ref short name of a branch or a tag, or a commit's 40 hex digits; null for the default branch
     */
    public Head head(Repository repository, @Nullable String ref) throws IOException {
        return refs.ask(repository, ref);
    }

    /**
     * The files of one commit: one request.
     *
     * @param commit 40 hex digits
     * @param kept whether a path's content is wanted too; LFS files are pointers
     */
    public Snapshot snapshot(Repository repository, String commit, Predicate<String> kept) throws IOException {
        return archive.read(repository, commit, kept);
    }

    /** Address of the archive with all plain files of a commit. */
    public static String archiveUrl(Repository repository, String commit) {
        return Archive.url(repository, commit).toString();
    }
}
