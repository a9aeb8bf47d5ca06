package io.ptmtorrent.samplehub.modelzoo;

/** What is odd about a model: mostly what its link leads to. */
public enum ModelzooKind {
    /** A repository with a release. */
    RELEASE,
    /** A folder of a repository that others link to too. */
    SUBFOLDER,
    /** A repository with LFS files, and an address that ends in .git. */
    LFS,
    /** The repository of all that share one. */
    SHARED,
    /** Nothing: link, stars, description and papers are null. */
    NULLS,
    /** Another site. */
    FOREIGN,
    /** A gist. */
    GIST,
    /** A repository that is gone. */
    GONE,
    /** A repository that has another name today. */
    RENAMED,
    /** A repository; the rows have members that nobody knew in 2023. */
    EXTRA_MEMBERS,
    /** A repository; the model's own document is the site's page. */
    HTML_DETAIL,
    /** A repository; the model has no document of its own. */
    NO_DETAIL;

    /** Whether its link leads to a repository that is to be had. */
    public boolean hasRepository() {
        return this != NULLS && this != FOREIGN && this != GIST && this != GONE;
    }
}
