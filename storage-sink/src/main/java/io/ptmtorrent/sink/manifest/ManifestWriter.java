package io.ptmtorrent.sink.manifest;

import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.Sha256;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;

/** Writes manifests to their place; one for the same package takes the place of the one before. Thread-safe. */
public final class ManifestWriter {
    private final ObjectStore store;

    public ManifestWriter(ObjectStore store) {
        this.store = store;
    }

    /** A manifest that stands: its SHA-256 is how others refer to exactly this one. */
    public record Written(ObjectKey key, String sha256, long size) {}

    /** Writes it; names that no key can hold are an IllegalArgumentException. */
    public Written write(Manifest manifest) throws StoreException {
        ObjectKey key = ObjectKey.manifest(manifest.getHub(), manifest.getStableId(), manifest.getRevision());
        byte[] bytes = ManifestText.of(manifest);
        String sha256 = Sha256.of(bytes);
        ObjectLabel label = new ObjectLabel(sha256, null, "application/json");
        try (Upload upload = store.begin(key, (long) bytes.length, label)) {
            upload.write(bytes, 0, bytes.length);
            upload.complete(key);
        }
        return new Written(key, sha256, bytes.length);
    }
}
