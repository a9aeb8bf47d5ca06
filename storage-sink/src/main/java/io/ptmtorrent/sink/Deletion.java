package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of the store what a DELETE request names: the bytes of a digest, or all manifests of a model.
 *
 * <p>What was written after the time that the request names stays, so a request may come late, or twice. Thread-safe.
 */
public final class Deletion {
    private final ObjectStore store;

    public Deletion(ObjectStore store) {
        this.store = store;
    }

    /** Does it and gives the answer; names that no key can hold are an IllegalArgumentException. */
    public ArtifactResult answer(ArtifactRequest request, Instant now) throws StoreException {
        String sha256 = request.getSha256();
        if (sha256 != null) {
            delete(ObjectKey.blob(sha256), request.getBefore());
        } else {
            ModelKey model = ModelKey.parse(request.getModel());
            List<ObjectKey> manifests;
            try (Stream<ObjectKey> all = store.list(ObjectKey.manifests(model.hub(), model.stableId()))) {
                manifests = all.toList();
            }
            for (ObjectKey manifest : manifests) {
                delete(manifest, request.getBefore());
            }
        }
        return ArtifactResult.newBuilder()
                .setKind(request.getKind())
                .setAttempt(request.getAttempt())
                .setState(ResultState.DELETED)
                .setSha256(sha256)
                .setVerification(Verification.NONE)
                .setAt(now)
                .build();
    }

    private void delete(ObjectKey key, @Nullable Instant before) throws StoreException {
        boolean old = store.writtenAt(key)
                .filter(at -> before == null || !at.isAfter(before))
                .isPresent();
        if (old) {
            store.delete(key);
        }
    }
}
