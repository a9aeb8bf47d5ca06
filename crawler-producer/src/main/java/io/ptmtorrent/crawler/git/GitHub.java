package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Repositories at github.com, read without a clone: where a ref stands, and the files of one commit.
 *
 * <p>Keeps nothing between calls. For any number of threads. What may work later is an {@link IOException}.
 */
public final class GitHub {
    private final RefLookup refs;
    private final CommitLookup commits;
    private final Archive archive;
    private final Releases releases;

    public GitHub(HubHttp http) {
        this.refs = new RefLookup(http);
        this.commits = new CommitLookup(http);
        this.archive = new Archive(http, ArchiveLimits.USUAL);
        this.releases = new Releases(http);
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
    public Checkout snapshot(Repository repository, String commit, Predicate<String> kept) throws IOException {
        return archive.read(repository, commit, kept);
    }

    /**
     * What a commit says of itself: one request, not against the REST quota.
     *
     * @param repository under its present name: this request follows no redirect
     * @param commit 40 hex digits
     * @return empty where the server does not know it, or cannot give a commit without its tree
     */
    public Optional<Commit> commit(Repository repository, String commit) throws IOException {
        return commits.ask(repository, commit);
    }

    /**
     * The assets of all releases: a request a hundred releases, against the REST quota (60 an hour without a token, and
     * {@link io.ptmtorrent.http.HubHttp} keeps to what is left of it).
     */
    public ReleaseList releases(Repository repository) throws IOException {
        return releases.list(repository);
    }

    /** Address of the bytes of a file that git LFS keeps. */
    public static String mediaUrl(Repository repository, String commit, String path) {
        HttpUrl.Builder url = new HttpUrl.Builder()
                .scheme("https")
                .host("media.githubusercontent.com")
                .addPathSegment("media")
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name())
                .addPathSegment(commit);
        for (String segment : path.split("/", -1)) {
            url.addPathSegment(segment);
        }
        return url.build().toString();
    }

    /** Address of the archive with all plain files of a commit. */
    public static String archiveUrl(Repository repository, String commit) {
        return Archive.url(repository, commit).toString();
    }
}
