package io.ptmtorrent.samplehub.modelhub;

/** What is odd about a model, as it is about some of the real ones. */
public enum ModelhubKind {
    /** Nothing: its weights are a release's asset. */
    RELEASE_ASSET,
    /** Its weights are plain files of its repository. */
    IN_TREE,
    /** A notebook: init.json still has the template's text, config.json another's id, and the branch is main. */
    TEMPLATE,
    /** One asset goes to two places, one of them named twice, with and without a leading slash. */
    TWO_PLACES,
    /** The weights are another owner's release, and the Docker image too. */
    OTHER_OWNER,
    /** The registry writes the repository's name in other case. */
    OTHER_CASE,
    /** config.json is no JSON. */
    BAD_CONFIG,
    /** Its weights are in LFS. */
    LFS,
    /** A destination leads out of the package. */
    ESCAPING,
    /** The repository is gone. */
    GONE,
    /** The repository is blocked for a legal reason. */
    BLOCKED,
    /** The repository has another name today. */
    RENAMED,
    /** The repository has neither config.json nor init.json. */
    WITHOUT_DOCUMENTS;

    /** Whether its repository is to be had. */
    public boolean isThere() {
        return this != GONE && this != BLOCKED;
    }
}
