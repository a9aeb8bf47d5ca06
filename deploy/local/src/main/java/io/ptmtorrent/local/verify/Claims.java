package io.ptmtorrent.local.verify;

import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.export.SortedRows;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.sink.store.ObjectKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the topics say is in the store: files by digest, then manifests by model key. Sorted on disk, in bounded memory.
 *
 * <p>For one thread.
 */
final class Claims implements Closeable {
    private static final long SORT_BYTES = 32L * 1024 * 1024;
    private static final int DIGEST = 64;

    private final SortedRows files;
    private final SortedRows manifests;

    private Claims(Path folder) {
        files = new SortedRows(folder, SORT_BYTES);
        manifests = new SortedRows(folder, SORT_BYTES);
    }

    /** Takes claims in their order. */
    interface Sink {
        void accept(Claim claim) throws IOException;
    }

    /**
     * Reads both topics to their present ends.
     *
     * @param folder where runs of the sort may lie
     * @param hub whose alone; null for all
     */
    static Claims read(KafkaSettings kafka, Path folder, @Nullable String hub) throws IOException {
        Claims claims = new Claims(folder);
        try (TopicReader<Artifact> artifacts =
                        TopicReader.open(kafka, kafka.topics().artifacts());
                TopicReader<Package> packages =
                        TopicReader.open(kafka, kafka.topics().packages())) {
            artifacts.readToEnd(row -> claims.put(row.key(), row.value(), hub));
            packages.readToEnd(row -> claims.put(row.key(), row.value(), hub));
        } catch (UncheckedIOException e) {
            claims.close();
            throw e.getCause();
        }
        return claims;
    }

    /** What the newest record of a package says of its manifest; null where it names none. */
    static @Nullable Claim of(String modelKey, @Nullable Package record) {
        if (record == null || record.getManifestKey() == null || record.getManifestSha256() == null) {
            return null;
        }
        String revision = record.getRevision() == null ? "no-revision" : record.getRevision();
        return new Claim(
                modelKey,
                "manifest:" + modelKey + "/" + revision + "/" + record.getPolicyVersion(),
                new ObjectKey(record.getManifestKey()),
                record.getManifestSha256());
    }

    /** Every file, by digest. */
    void files(Sink sink) throws IOException {
        files.forEach(
                (sha256, row) -> sink.accept(new Claim(sha256, "sha256:" + sha256, ObjectKey.blob(sha256), sha256)));
    }

    /** Every manifest, by model key. */
    void manifests(Sink sink) throws IOException {
        manifests.forEach((modelKey, row) -> {
            String[] told = new String(row, StandardCharsets.UTF_8).split("\n", -1);
            sink.accept(new Claim(modelKey, told[1], new ObjectKey(told[2]), told[0]));
        });
    }

    /** Whether a place is that of a file. */
    static boolean isFile(String place) {
        return place.length() == DIGEST && place.indexOf('/') < 0;
    }

    private void put(String sha256, @Nullable Artifact artifact, @Nullable String hub) {
        boolean there = artifact != null
                && artifact.getState() == ArtifactState.STORED
                && (hub == null || hub.equals(artifact.getHub()));
        put(files, sha256, there ? new byte[0] : null);
    }

    private void put(String modelKey, @Nullable Package record, @Nullable String hub) {
        Claim claim = record == null || (hub != null && !hub.equals(record.getHub())) ? null : of(modelKey, record);
        String row = claim == null ? null : claim.sha256() + "\n" + claim.requestKey() + "\n" + claim.object();
        put(manifests, modelKey, row == null ? null : row.getBytes(StandardCharsets.UTF_8));
    }

    /** The reader's sink throws no checked exceptions. */
    private static void put(SortedRows rows, String key, byte @Nullable [] row) {
        try {
            rows.putBytes(key, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
        manifests.close();
    }
}
