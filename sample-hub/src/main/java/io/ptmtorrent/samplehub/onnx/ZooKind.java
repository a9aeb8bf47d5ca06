package io.ptmtorrent.samplehub.onnx;

/** What a model of the zoo is like; each is met in the real one (its last commit, June 2025) but the last two. */
enum ZooKind {
    /** Under validated/, with a packed file beside it and a row of the manifest. */
    VALIDATED,
    /** Exported by a tool that left its statistics. */
    EXPORTED,
    /** The same under a folder skip/, its size on disk null. */
    SKIPPED,
    /** Validated, and the manifest lacks it. */
    UNLISTED,
    /** A tar.gz without an .onnx. */
    PACKED,
    /** A zip without an .onnx. */
    ZIPPED,
    /** The same bytes as an exported one. */
    TWIN,
    /** Its row of the manifest has a name that others have too, and no io_ports. */
    NAMESAKE,
    /** The mirror has a file of its name, with other bytes. */
    NOWHERE,
    /** Statistics indented with a tab. */
    BROKEN,
    /** Not in LFS. */
    PLAIN;

    boolean isValidated() {
        return this == VALIDATED || this == UNLISTED || this == NAMESAKE;
    }

    boolean isInManifest() {
        return this == VALIDATED || this == NAMESAKE;
    }

    String ending() {
        return switch (this) {
            case PACKED -> ".tar.gz";
            case ZIPPED -> ".zip";
            default -> ".onnx";
        };
    }
}
