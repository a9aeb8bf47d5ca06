package io.ptmtorrent.local.verify;

import io.ptmtorrent.sink.store.ObjectKey;

/**
 * What a topic says of an object.
 *
 * @param place where it stands in the order of a pass: the digest of a file, the model key of a manifest
 * @param requestKey the ledger's name for it
 * @param object where it stands in the store
 * @param sha256 what its bytes must have, 64 hex
 */
record Claim(String place, String requestKey, ObjectKey object, String sha256) {
    boolean isManifest() {
        return requestKey.startsWith("manifest:");
    }
}
