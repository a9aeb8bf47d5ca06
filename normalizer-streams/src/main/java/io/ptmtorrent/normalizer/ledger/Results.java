package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import org.jspecify.annotations.Nullable;

/** What every result must have before a row may read it. */
final class Results {
    private static final int LONGEST_KEY = 4_000;

    private Results() {}

    /** What is wrong with it; null where all is as it should be. */
    static @Nullable String defect(String key, ArtifactResult result) {
        return switch (result.getState()) {
            case UNKNOWN -> "state is none that this build knows";
            case FAILED, DEFERRED, LOST, LEFT, DELETED -> null;
            case STORED -> stored(key, result);
            case REJUDGED ->
                RequestKey.isDigest(key) && result.getInspection() != null
                        ? null
                        : ResultState.REJUDGED + " needs a key sha256:<64 hex> and a report";
        };
    }

    private static @Nullable String stored(String key, ArtifactResult result) {
        String sha256 = result.getSha256();
        Long size = result.getSize();
        String objectKey = result.getObjectKey();
        if (sha256 == null || !RequestKey.isSha256(sha256) || size == null || size < 0) {
            return ResultState.STORED + " needs a sha256 of 64 hex and a size";
        }
        if (objectKey == null || objectKey.isEmpty() || objectKey.length() > LONGEST_KEY) {
            return ResultState.STORED + " needs an object key";
        }
        return RequestKey.isDigest(key) && !RequestKey.digest(key).equals(sha256)
                ? "stored " + sha256 + " where " + key + " was asked for"
                : null;
    }
}
