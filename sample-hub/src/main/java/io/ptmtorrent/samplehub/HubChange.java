package io.ptmtorrent.samplehub;

/** What became of a model in one step of the hub's clock; at most one thing does. */
public enum HubChange {
    /** Nothing that a crawler should report: popularity may have moved. */
    NONE,
    /** Uploaded in this step. */
    CREATED,
    /** A new commit: sha and lastModified moved. */
    REVISED,
    /** The hub's own tags changed without a commit: sha and lastModified stand. */
    TAGGED,
    /** Access now has to be asked for. */
    GATED,
    /** Access is free again. */
    UNGATED,
    /** Taken out of service by the hub. */
    DISABLED,
    /** Back in service. */
    ENABLED,
    /** Another path, the same identity. */
    RENAMED,
    /** Gone; the path answers as if it had never been. */
    DELETED,
    /** Gone, and its path now belongs to another repository ({@link #RECREATED}). */
    REPLACED,
    /** A new repository under a path that another one had until this step. */
    RECREATED,
    /** Back after a deletion in the step before, the same identity. */
    RESTORED
}
