package io.ptmtorrent.normalizer.policy;

/** Whether a policy wants a file, and why. */
public enum Verdict {
    /** It does. */
    WANTED,
    /** The policy wants no file at all of this hub. */
    NO_FILES,
    /** The model has fewer downloads than the policy asks for. */
    FEW_DOWNLOADS,
    /** The model's licence is none of those that the policy names. */
    OTHER_LICENSE,
    /** Its path is one that the policy excludes. */
    EXCLUDED,
    /** Its path is none of those that the policy includes. */
    NOT_INCLUDED,
    /** It holds weights in a format that the policy does not name. */
    OTHER_FORMAT,
    /** The policy wants small files, and this one is in LFS. */
    IN_LFS,
    /** It is larger than the policy wants. */
    TOO_LARGE,
    /** The policy has a limit, and the hub does not tell the size. */
    SIZE_UNKNOWN,
    /** A manifest cannot hold more files than those before it. */
    BEYOND_MANIFEST
}
