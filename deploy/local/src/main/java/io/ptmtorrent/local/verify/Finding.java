package io.ptmtorrent.local.verify;

import org.jspecify.annotations.Nullable;

/**
 * What became of one check.
 *
 * @param object key of the object
 * @param sha256 the digest that was promised, 64 hex
 * @param condition how it was found
 * @param detail WRONG: the digest of what is there; UNREADABLE: what the store said; else null
 * @param bytes that were read
 */
public record Finding(
        String object,
        String sha256,
        Condition condition,
        @Nullable String detail,
        long bytes) {
    /** Whether it is lost: its bytes are known not to be there. */
    public boolean isLost() {
        return condition == Condition.WRONG || condition == Condition.MISSING;
    }
}
