package io.ptmtorrent.samplehub.modelscope;

/** What is odd about a model. */
public enum ScopeKind {
    /** Nothing: a card, a configuration and weights in LFS. */
    USUAL,
    /** Its display name and description are Chinese, and so is the name of a file. */
    CHINESE,
    /** It has two tasks, so it is found by both. */
    TWO_TASKS,
    /** It has no task, no tags and no licence. */
    NO_TASK,
    /** Its name has dots, capitals and an underscore. */
    DOTS,
    /** Its files lie in folders, which the list of files names too; names need escapes. */
    FOLDERS,
    /** Its files have no digest. */
    NO_DIGEST,
    /** The digest of its weights is that of other bytes. */
    LYING,
    /** Its bytes need an agreement. */
    GATED,
    /** Members that may be null are. */
    NULLS
}
