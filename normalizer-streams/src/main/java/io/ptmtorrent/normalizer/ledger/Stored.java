package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.Verification;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that stand in the object store.
 *
 * @param sha256 their digest, 64 hex
 * @param size bytes
 * @param objectKey key of the object
 * @param verification how they were checked
 * @param hub hub that they came from
 * @param url where they came from; null where unknown
 * @param firstAt when they were stored first, milliseconds since the epoch
 * @param lastAt when they were checked last, milliseconds since the epoch
 * @param verdict what an inspection made of them; null where nobody looked. The report itself stands in the topic alone
 */
record Stored(
        String sha256,
        long size,
        String objectKey,
        Verification verification,
        String hub,
        @Nullable String url,
        long firstAt,
        long lastAt,
        @Nullable InspectionVerdict verdict) {

    /** The same, first stored when {@code earlier} was. */
    Stored after(@Nullable Stored earlier) {
        return earlier == null
                ? this
                : new Stored(sha256, size, objectKey, verification, hub, url, earlier.firstAt, lastAt, verdict);
    }

    /** The same, judged by other rules. */
    Stored judged(@Nullable InspectionVerdict other) {
        return new Stored(sha256, size, objectKey, verification, hub, url, firstAt, lastAt, other);
    }
}
