package io.ptmtorrent.normalizer.policy;

/** Whether a policy wants a file, and why. */
public enum Verdict {
    /** It does. */
    WANTED,
    /** The policy wants no file at all. */
    NO_FILES,
    /** It wants small files, and this one is in LFS. */
    IN_LFS,
    /** It is larger than the policy wants. */
    TOO_LARGE,
    /** The policy has a limit, and the hub does not tell the size. */
    SIZE_UNKNOWN,
    /** A manifest cannot hold more files than those before it. */
    BEYOND_MANIFEST
}
