package io.ptmtorrent.local.letgo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.PackageFiles;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Forgets a model, or bytes, until nothing of them is left but their block.
 *
 * <pre>
 * block ─► normalizer: rows, records, package (all tasks, by their own transactions)
 *   │      its bytes: LEAVE ─► all is read ─► does any package have them? ─ no ─► DROP ─► a sink ─► DELETED
 *   └────► its manifests: DROP ───────────────────────────────────────────────────► a sink ─► DELETED
 * </pre>
 *
 * Killed at any moment, the block holds and the same call ends what was begun: the manifests, which name the bytes, go
 * last. For one thread.
 */
public final class Forgetting {
    private static final String DIGEST = "sha256:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaSettings kafka;
    private final ObjectStore store;
    private final int partitions;
    private final Duration patience;
    private final Clock clock;
    private final Consumer<String> progress;

    /**
     * @param partitions of the observations
     * @param patience how long services may take
     * @param progress told what is done next, for people
     */
    public Forgetting(
            KafkaSettings kafka,
            ObjectStore store,
            int partitions,
            Duration patience,
            Clock clock,
            Consumer<String> progress) {
        this.kafka = kafka;
        this.store = store;
        this.partitions = partitions;
        this.patience = patience;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Forgets it.
     *
     * @param key model key, or {@code sha256:<hex>}
     * @throws IOException where the services took too long; the block holds, and the call may be repeated
     */
    public Forgotten forget(String key, String reason) throws IOException, InterruptedException {
        progress.accept("blocks " + key);
        Instant at = new BlockList(kafka, clock).set(key, reason);
        try (Work work = new Work(kafka, partitions, patience)) {
            work.awaitScanned(at);
            return key.startsWith(DIGEST) ? bytes(key, work) : model(key, work);
        }
    }

    private Forgotten bytes(String key, Work work) throws IOException, InterruptedException {
        return drop(List.of(key.substring(DIGEST.length())), 0, work);
    }

    private Forgotten model(String key, Work work) throws IOException, InterruptedException {
        Topics topics = kafka.topics();
        Set<String> digests = digestsOf(key);
        progress.accept(digests.size() + " contents: asks whether others have them");
        Records.send(kafka, topics.wants(), wants(digests, WantKind.LEAVE));
        // What was told before LEAVE is in the packages now; what comes after it ends the doubt.
        work.awaitRead(topics.wants());
        work.awaitRead(topics.artifactResults());
        work.awaitRead(topics.answers());
        Set<String> shared = needed(digests);
        Set<String> own = new TreeSet<>(digests);
        own.removeAll(shared);
        Forgotten forgotten = drop(own, shared.size(), work);
        Records.send(kafka, topics.wants(), "manifests:" + key, want(WantKind.DROP));
        work.awaitGone(() -> manifests(key).isEmpty());
        return forgotten;
    }

    private Forgotten drop(Collection<String> digests, long shared, Work work)
            throws IOException, InterruptedException {
        progress.accept(digests.size() + " objects: has them taken out of the store");
        long before = there(digests);
        Records.send(kafka, kafka.topics().wants(), wants(digests, WantKind.DROP));
        work.awaitRead(kafka.topics().wants());
        work.awaitGone(() -> there(digests) == 0);
        long kept = there(digests);
        return new Forgotten(before - kept, shared, kept);
    }

    /** Of all its revisions: as its manifests say, and as its packages had them. */
    private Set<String> digestsOf(String key) throws IOException {
        Set<String> digests = new HashSet<>();
        for (ObjectKey manifest : manifests(key)) {
            try (InputStream in = store.read(manifest)) {
                for (JsonNode file : JSON.readTree(in).path("files")) {
                    add(file.path("sha256").asText(null), digests);
                }
            } catch (com.fasterxml.jackson.core.JacksonException e) {
                progress.accept(manifest + " cannot be read, and says nothing: " + e.getOriginalMessage());
            }
        }
        PackageFiles.read(kafka, (file, model, sha256) -> add(model.equals(key) ? sha256 : null, digests));
        return digests;
    }

    private static void add(@Nullable String sha256, Set<String> digests) {
        if (sha256 != null) {
            digests.add(sha256);
        }
    }

    /** Those of the digests that any package has or wants now. */
    private Set<String> needed(Set<String> digests) {
        Map<String, String> files = new HashMap<>();
        PackageFiles.read(kafka, (file, model, sha256) -> {
            if (sha256 != null && digests.contains(sha256)) {
                files.put(file, sha256);
            } else {
                files.remove(file);
            }
        });
        return new HashSet<>(files.values());
    }

    private List<ObjectKey> manifests(String key) {
        ModelKey model = ModelKey.parse(key);
        try (Stream<ObjectKey> all = store.list(ObjectKey.manifests(model.hub(), model.stableId()))) {
            return all.toList();
        } catch (StoreException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long there(Collection<String> digests) {
        return digests.stream().filter(this::isThere).count();
    }

    private boolean isThere(String sha256) {
        try {
            return store.size(ObjectKey.blob(sha256)).isPresent();
        } catch (StoreException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Want> wants(Collection<String> digests, WantKind kind) {
        Map<String, Want> wants = new HashMap<>();
        digests.forEach(sha256 -> wants.put(DIGEST + sha256, want(kind)));
        return wants;
    }

    private static Want want(WantKind kind) {
        return Want.newBuilder().setKind(kind).setArtifact(ArtifactKind.FILE).build();
    }
}
