package io.ptmtorrent.sink.store;

import org.jspecify.annotations.Nullable;

/**
 * What all uploads of a store share.
 *
 * @param partsInFlight of one object at the same time
 * @param resumable bytes from which on an upload is kept so that another process can continue it
 */
record S3Limits(PartSizes sizes, PartMemory memory, int partsInFlight, long resumable) {
    /** What costs about a minute to fetch again is worth a copy by the server. */
    static final long RESUMABLE = 64L << 20;

    boolean isResumable(@Nullable ObjectKey key, @Nullable Long size) {
        return key != null && key.sha256() != null && size != null && size >= resumable && size > sizes.of(size);
    }
}
