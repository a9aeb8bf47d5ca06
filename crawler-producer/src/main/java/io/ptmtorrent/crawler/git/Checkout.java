package io.ptmtorrent.crawler.git;

/** What became of asking for a repository's files at one commit. */
public sealed interface Checkout permits Snapshot, Checkout.Missing {
    /**
     * They are not to be had, and asking again soon will not help: the repository or the commit is gone or blocked, or its
     * archive is beyond the bounds, or none.
     *
     * @param reason for people: what was asked, what came back
     */
    record Missing(String reason) implements Checkout {}
}
