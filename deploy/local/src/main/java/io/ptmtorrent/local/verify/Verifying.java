package io.ptmtorrent.local.verify;

import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Reads stored objects again, and has those that are lost fetched again.
 *
 * <pre>
 * artifacts ─► files by digest ────────┐                ┌─► right: the next one
 * packages ──► manifests by model key ─┴─► read, digest ┼─► wrong: read twice; a file is removed ─┐
 *                                                       └─► missing ──────────────────────────────┴─► artifact-results (LOST)
 * </pre>
 *
 * The ledger does the rest: it asks the sources of a lost file again, and the model's task for its manifest. A wrong file
 * is removed before that is told, so that nothing that is fetched again can be taken away here. For one thread.
 */
public final class Verifying {
    private final KafkaSettings kafka;
    private final ObjectStore store;
    private final Throttle throttle;
    private final RandomGenerator random;
    private final Clock clock;

    public Verifying(KafkaSettings kafka, ObjectStore store, Throttle throttle, RandomGenerator random, Clock clock) {
        this.kafka = kafka;
        this.store = store;
        this.throttle = throttle;
        this.random = random;
        this.clock = clock;
    }

    /** Told as the work goes on, on the caller's thread. */
    public interface Listener {
        /** Something is not as it should be. */
        void found(Finding finding) throws IOException;

        /** So far it is. */
        void reached(Tally tally) throws IOException;
    }

    /**
     * Goes through what is chosen.
     *
     * @param stopped asked between objects
     * @throws IOException where the store holds nothing at all, or Kafka does not take a loss
     */
    public Tally run(Choice choice, BooleanSupplier stopped, Listener listener)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ptm-verify-");
        try (Claims claims = Claims.read(kafka, folder, choice.hub());
                LossReport losses = new LossReport(kafka, clock);
                Pass pass = new Pass(
                        new ObjectCheck(store, throttle), store, losses, this::newest, choice, stopped, listener)) {
            if (!choice.evenIfEmpty()) {
                requireObjects(claims);
            }
            boolean filesDone = !choice.after().isEmpty() && !Claims.isFile(choice.after());
            if (!filesDone) {
                each(claims::files, choice, choice.after(), pass);
            }
            each(claims::manifests, choice, filesDone ? choice.after() : "", pass);
            return pass.end();
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private interface Kind {
        void forEach(Claims.Sink sink) throws IOException;
    }

    private void each(Kind claims, Choice choice, String after, Pass pass) throws IOException {
        AtomicLong total = new AtomicLong();
        if (choice.sample() >= 0) {
            claims.forEach(claim -> total.addAndGet(claim.place().compareTo(after) > 0 ? 1 : 0));
        }
        Sampling sampling = new Sampling(choice.sample(), total.get(), random);
        claims.forEach(claim -> {
            if (claim.place().compareTo(after) > 0 && (choice.sample() < 0 || sampling.takesNext())) {
                pass.add(claim);
            }
        });
        pass.settle();
    }

    /** Settings that name another store would have everything fetched again. */
    private void requireObjects(Claims claims) throws IOException {
        AtomicLong files = new AtomicLong();
        claims.files(claim -> files.incrementAndGet());
        try (Stream<ObjectKey> blobs = store.list("blobs/")) {
            if (files.get() > 0 && blobs.findAny().isEmpty()) {
                throw new IOException("the store holds no object at all, and should hold " + files
                        + ": name the right one (--data, or store.* in --kafka-config); if all of them are lost,"
                        + " --even-if-empty has them fetched again");
            }
        }
    }

    /** What packages say now of manifests that were claimed otherwise. */
    private Map<String, Claim> newest(Map<String, Claim> suspects) {
        Map<String, Claim> newest = new HashMap<>();
        try (TopicReader<Package> packages =
                TopicReader.open(kafka, kafka.topics().packages())) {
            packages.readToEnd(row -> {
                Claim claim = suspects.containsKey(row.key()) ? Claims.of(row.key(), row.value()) : null;
                if (claim == null) {
                    newest.remove(row.key());
                } else {
                    newest.put(row.key(), claim);
                }
            });
        }
        return newest;
    }
}
