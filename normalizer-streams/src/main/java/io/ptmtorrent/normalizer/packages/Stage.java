package io.ptmtorrent.normalizer.packages;

/** How far a package is. */
enum Stage {
    /** There is none: superseded, and nothing took its place yet. */
    NONE(0, false),
    /** Files are not all answered. */
    FILES(1, true),
    /** Files are all answered, the manifest is not. */
    MANIFEST(2, true),
    /** The manifest is there. */
    COMPLETE(3, false),
    /** The hub does not tell the files of this revision. */
    WITHOUT_DETAILS(4, false),
    /** Its manifest could not be written; tried again after the next complete run. */
    UNMANIFESTED(5, false);

    private final byte code;
    private final boolean open;

    Stage(int code, boolean open) {
        this.code = (byte) code;
        this.open = open;
    }

    /** The number that stands for it in a row. */
    byte code() {
        return code;
    }

    /** What a number in a row stands for. */
    static Stage of(byte code) {
        for (Stage stage : values()) {
            if (stage.code == code) {
                return stage;
            }
        }
        throw new IllegalStateException("store packages: no stage " + code + " is known to this build");
    }

    /** Whether something is waited for. */
    boolean isOpen() {
        return open;
    }
}
