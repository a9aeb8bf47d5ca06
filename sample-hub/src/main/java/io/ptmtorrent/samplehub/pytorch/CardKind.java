package io.ptmtorrent.samplehub.pytorch;

/** What a card and its repository are like; each but the last two is met in the real hub (April 2024). */
enum CardKind {
    /** A repository of its own, its default branch. */
    SIMPLE,
    /** Of a repository that others share, at a tag that is not the default branch. */
    TAGGED,
    /** The same repository and tag. */
    SHARING,
    /** A branch that is not the default one. */
    BRANCHED,
    /** Lines end as in Windows; github-link leads into a folder. */
    WINDOWS,
    /** GitHub answers with its new name. */
    RENAMED,
    /** The repository is no longer there. */
    GONE,
    /** The repository is blocked for a legal reason. */
    BLOCKED,
    /** Weights in LFS. */
    LARGE,
    /** Weights named in a module that hubconf.py imports, some by names without a hash. */
    MODULES,
    /** No hubconf.py. */
    BARE,
    /** Its text loads another owner's repository first. */
    OTHERS,
    /** Front matter that is no YAML. */
    BROKEN,
    /** No repository is named. */
    UNLINKED;

    boolean hasRepository() {
        return this != GONE && this != BLOCKED && this != UNLINKED;
    }
}
