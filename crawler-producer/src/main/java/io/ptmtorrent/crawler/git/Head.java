package io.ptmtorrent.crawler.git;

import org.jspecify.annotations.Nullable;

/** What became of asking where a ref of a repository stands. */
public sealed interface Head {
    /**
     * There it stands.
     *
     * @param repository under its present name: GitHub redirects renamed ones
     * @param commit 40 lower-case hex digits
     * @param ref its full name, for example {@code refs/heads/main}; null where the server does not say what HEAD names
     */
    record At(
            Repository repository, String commit, @Nullable String ref) implements Head {}

    /**
     * It is not to be had, and asking again soon will not help: the repository is gone or blocked, or has no such ref.
     *
     * @param reason for people: what was asked, what came back
     */
    record Missing(String reason) implements Head {}
}
