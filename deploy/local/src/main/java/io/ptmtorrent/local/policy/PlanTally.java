package io.ptmtorrent.local.policy;

/** What a plan says of one hub; grows while the plan is made. For one thread. */
public final class PlanTally {
    long fetchFiles;
    long fetchBytes;
    long fetchUnsized;
    long orphanFiles;
    long orphanBytes;
    long gatedFiles;
    long unlistedModels;

    /** Contents that are not stored and would be asked for. */
    public long fetchFiles() {
        return fetchFiles;
    }

    /** Their bytes, as far as the hub tells them. */
    public long fetchBytes() {
        return fetchBytes;
    }

    /** How many of them have no size that is known. */
    public long fetchUnsized() {
        return fetchUnsized;
    }

    /** Contents that are stored and that no live model would need any more. */
    public long orphanFiles() {
        return orphanFiles;
    }

    /** Their bytes. */
    public long orphanBytes() {
        return orphanBytes;
    }

    /** Files that would be wanted, and are recorded as gated without being asked for. */
    public long gatedFiles() {
        return gatedFiles;
    }

    /** Wanted models of whose files no size is known yet: they are asked for first, and may be more than is said here. */
    public long unlistedModels() {
        return unlistedModels;
    }
}
