package io.ptmtorrent.local.letgo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.catalog.export.SortedRows;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.PackageFiles;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds, and removes, what stands in the store and nothing refers to.
 *
 * <pre>
 * files of all packages, complete and open ─┐
 * manifests that stay ──────────────────────┴─► marked     blobs/ − marked − young = left over
 *                                               LEAVE ─► all is read ─► marked again? ─ no ─► DROP ─► a sink ─► DELETED
 * </pre>
 *
 * Memory is bounded: marks are a filter, rows are sorted on disk, what is left over is listed in a file. For one thread.
 */
public final class Collecting {
    private static final long SORT_BYTES = 32L * 1024 * 1024;
    private static final int TOGETHER = 1_000;
    private static final String BLOBS = "blobs/sha256/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaSettings kafka;
    private final ObjectStore store;
    private final int partitions;
    private final Duration patience;
    private final Instant youngest;
    private final boolean oldRevisions;
    private final Consumer<String> progress;

    /**
     * @param partitions of the observations
     * @param patience how long services may take
     * @param youngest what was written after this time stays
     * @param oldRevisions whether manifests that no package names go, and their files with them
     * @param progress told what is done next, for people
     */
    public Collecting(
            KafkaSettings kafka,
            ObjectStore store,
            int partitions,
            Duration patience,
            Instant youngest,
            boolean oldRevisions,
            Consumer<String> progress) {
        this.kafka = kafka;
        this.store = store;
        this.partitions = partitions;
        this.patience = patience;
        this.youngest = youngest;
        this.oldRevisions = oldRevisions;
        this.progress = progress;
    }

    /** Told of each thing that is left over. */
    public interface Listener {
        void found(Leftover leftover) throws IOException;
    }

    /**
     * Looks, and where it may removes.
     *
     * @param removes false where nothing is changed
     * @throws IOException where the store or the services do not answer; the call may be repeated
     */
    public Collected run(boolean removes, Listener listener) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ptm-gc-");
        Path blobs = folder.resolve("blobs");
        Path manifests = folder.resolve("manifests");
        try {
            progress.accept("marks what packages and manifests refer to");
            Marks marks = marks(folder, manifests);
            long[] found = new long[2];
            Listener counting = leftover -> {
                found[1] += leftover.bytes();
                listener.found(leftover);
            };
            progress.accept("looks for what is not marked");
            found[0] = sweep(marks, blobs, counting);
            long old = tell(manifests, counting);
            long removed = removes ? removeFiles(blobs, folder, manifests) + removeManifests(manifests) : 0;
            return new Collected(found[0], old, found[1], removed);
        } finally {
            Files.deleteIfExists(blobs);
            Files.deleteIfExists(manifests);
            Files.deleteIfExists(folder);
        }
    }

    /** @param unnamed where the keys of manifests are written that may go */
    private Marks marks(Path folder, Path unnamed) throws IOException {
        Marks marks = new Marks(System.nanoTime());
        try (SortedRows files = new SortedRows(folder, SORT_BYTES)) {
            PackageFiles.read(kafka, (file, model, sha256) -> put(files, file, sha256));
            files.forEach((file, sha256) -> marks.add(HexFormat.of().formatHex(sha256)));
        }
        Marks named = new Marks(System.nanoTime());
        try (TopicReader<Package> packages =
                TopicReader.open(kafka, kafka.topics().packages())) {
            packages.readToEnd(row -> {
                if (row.value() != null && row.value().getManifestKey() != null) {
                    named.add(hash(row.value().getManifestKey()));
                }
            });
        }
        try (Stream<ObjectKey> all = store.list("packages/");
                Writer out = Files.newBufferedWriter(unnamed)) {
            for (Iterator<ObjectKey> keys = all.iterator(); keys.hasNext(); ) {
                ObjectKey key = keys.next();
                if (named.has(hash(key.text()))) {
                    continue;
                }
                if (oldRevisions && isOld(key)) {
                    out.write(key.text() + "\n");
                } else {
                    markFilesOf(key, marks);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return marks;
    }

    private void markFilesOf(ObjectKey manifest, Marks marks) throws IOException {
        try (InputStream in = store.read(manifest)) {
            for (JsonNode file : JSON.readTree(in).path("files")) {
                String sha256 = file.path("sha256").asText(null);
                if (sha256 != null) {
                    marks.add(sha256);
                }
            }
        } catch (JacksonException e) {
            throw new IOException(
                    manifest + " cannot be read, so nobody knows which files it keeps: ptm verify may write it again",
                    e);
        }
    }

    private long sweep(Marks marks, Path list, Listener listener) throws IOException {
        long found = 0;
        try (Stream<ObjectKey> all = store.list(BLOBS);
                Writer out = Files.newBufferedWriter(list)) {
            for (Iterator<ObjectKey> keys = all.iterator(); keys.hasNext(); ) {
                ObjectKey key = keys.next();
                String sha256 = digest(key);
                if (sha256 != null && !marks.has(sha256) && isOld(key)) {
                    out.write(sha256 + "\n");
                    listener.found(new Leftover(key.text(), store.size(key).orElse(0)));
                    found++;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    private long tell(Path manifests, Listener listener) throws IOException {
        long found = 0;
        try (BufferedReader lines = Files.newBufferedReader(manifests)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.found(
                        new Leftover(line, store.size(new ObjectKey(line)).orElse(0)));
                found++;
            }
        }
        return found;
    }

    private long removeFiles(Path list, Path folder, Path manifests) throws IOException, InterruptedException {
        if (Files.size(list) == 0) {
            return 0;
        }
        Topics topics = kafka.topics();
        try (Work work = new Work(kafka, partitions, patience)) {
            send(list, WantKind.LEAVE, null);
            work.awaitRead(topics.wants());
            work.awaitRead(topics.artifactResults());
            work.awaitRead(topics.answers());
            progress.accept("marks again what came meanwhile");
            Marks marks = marks(folder, manifests);
            send(list, WantKind.DROP, marks);
            work.awaitRead(topics.wants());
            work.awaitGone(() -> false);
        }
        long removed = 0;
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            for (String sha256 = lines.readLine(); sha256 != null; sha256 = lines.readLine()) {
                removed += store.size(ObjectKey.blob(sha256)).isEmpty() ? 1 : 0;
            }
        }
        return removed;
    }

    /** @param but those that are marked here are left out */
    private void send(Path list, WantKind kind, @Nullable Marks but) throws IOException, InterruptedException {
        Want want =
                Want.newBuilder().setKind(kind).setArtifact(ArtifactKind.FILE).build();
        Map<String, Want> some = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            for (String sha256 = lines.readLine(); sha256 != null; sha256 = lines.readLine()) {
                if (but == null || !but.has(sha256)) {
                    some.put("sha256:" + sha256, want);
                }
                if (some.size() == TOGETHER) {
                    Records.send(kafka, kafka.topics().wants(), some);
                    some.clear();
                }
            }
        }
        Records.send(kafka, kafka.topics().wants(), some);
    }

    /** One that was written again meanwhile is young. */
    private long removeManifests(Path list) throws IOException {
        long removed = 0;
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ObjectKey key = new ObjectKey(line);
                removed += isOld(key) && store.delete(key) ? 1 : 0;
            }
        }
        return removed;
    }

    private boolean isOld(ObjectKey key) throws IOException {
        return store.writtenAt(key).filter(at -> !at.isAfter(youngest)).isPresent();
    }

    private static @Nullable String digest(ObjectKey key) {
        String last = key.text().substring(key.text().lastIndexOf('/') + 1);
        boolean whole = last.length() == 64 && last.chars().allMatch(it -> Character.digit(it, 16) >= 0);
        return whole && key.equals(ObjectKey.blob(last)) ? last : null;
    }

    /** The reader's sink throws no checked exceptions. */
    private static void put(SortedRows files, String file, @Nullable String sha256) {
        try {
            files.putBytes(file, sha256 == null ? null : HexFormat.of().parseHex(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }
}
