package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.runEnded;
import static io.ptmtorrent.normalizer.Observed.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.normalizer.Ledger.Waiter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order, it ends with what there is, counted. */
final class PackagesPropertyTest {
    private static final List<Artifacts> WANTED = List.of(Artifacts.NONE, Artifacts.SMALL, Artifacts.ALL);

    private static final List<FileState> OUTCOMES = List.of(
            FileState.STORED,
            FileState.STORED,
            FileState.DEDUPLICATED,
            FileState.FAILED,
            FileState.UNAVAILABLE,
            FileState.GATED);

    @TempDir
    Path dir;

    private final Map<String, String> revisions = new TreeMap<>();
    private final Map<String, Package> packages = new HashMap<>();
    private final List<DetailRequest> asked = new ArrayList<>();
    private long policyVersion;
    private Artifacts artifacts = Artifacts.NONE;
    private long run = 1;
    private int second;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countersEqualARecountAndNothingStaysOpen(long seed) throws Exception {
        // given
        Random random = new Random(seed);
        try (DrivenTopology room = DrivenTopology.withoutLedger(
                dir, Map.of("normalizer.absence.credit", "3", "normalizer.absence.step", "4"))) {
            Ledger ledger = new Ledger(room);

            // when
            for (int i = 0; i < 600; i++) {
                act(room, ledger, random);
                listen(room, ledger);
            }
            setPolicy(room, Artifacts.ALL);
            settle(room, ledger, random);

            // then
            room.advance(Duration.ofSeconds(1));
            listen(room, ledger);
            assertThat(ledger.waiting()).isEmpty();
            assertThat(packages.keySet()).isEqualTo(revisions.keySet());
            assertThat(recount()).isEqualTo(counted(room));
        }
    }

    private void act(DrivenTopology room, Ledger ledger, Random random) {
        String model = "m" + random.nextInt(6);
        Instant now = NOON.plusSeconds(second++);
        switch (random.nextInt(12)) {
            case 0 -> list(room, model, "r" + random.nextInt(4), now, random);
            case 1 -> list(room, model, revisions.getOrDefault(key(model), "r0"), now, random);
            case 2 -> {
                room.pipe(gone(model, run, now, null));
                revisions.remove(key(model));
            }
            case 3 -> answerTheHub(room, random, now);
            case 4 -> setPolicy(room, WANTED.get(random.nextInt(WANTED.size())));
            case 5 -> {
                room.pipe(runEnded(run++, CrawlMode.FULL, true));
                room.advance(Duration.ofMillis(50));
            }
            case 6 -> room.advance(Duration.ofMillis(random.nextInt(5_000)));
            default -> answerOne(ledger, random);
        }
    }

    private void list(DrivenTopology room, String model, String revision, Instant now, Random random) {
        String gated = random.nextInt(4) == 0 ? "'auto'" : "false";
        room.pipe(listed(model, "acme/" + model, "'sha':'%s','gated':%s".formatted(revision, gated), run, now));
        revisions.put(key(model), revision);
    }

    private void setPolicy(DrivenTopology room, Artifacts wanted) {
        artifacts = wanted;
        room.set(Observed.policy(++policyVersion, wanted));
        room.advance(Duration.ofMillis(50));
    }

    /** Answers until nobody asks. */
    private void settle(DrivenTopology room, Ledger ledger, Random random) {
        for (int i = 0; i < 200; i++) {
            room.advance(Duration.ofSeconds(1));
            listen(room, ledger);
            while (!asked.isEmpty()) {
                answerTheHub(room, random, NOON.plusSeconds(second++));
            }
            listen(room, ledger);
            while (!ledger.waiting().isEmpty()) {
                answerOne(ledger, random);
                listen(room, ledger);
            }
        }
    }

    private void listen(DrivenTopology room, Ledger ledger) {
        ledger.listen();
        room.requests().forEach(request -> asked.add(request.value));
        for (KeyValue<String, Package> row : room.packages()) {
            if (row.value == null) {
                packages.remove(row.key);
            } else {
                packages.put(row.key, row.value);
            }
        }
    }

    private void answerOne(Ledger ledger, Random random) {
        List<Waiter> waiting = ledger.waiting();
        if (!waiting.isEmpty()) {
            Waiter waiter = waiting.get(random.nextInt(waiting.size()));
            boolean manifest = waiter.requestKey().startsWith("manifest:");
            ledger.answer(waiter, manifest ? FileState.STORED : OUTCOMES.get(random.nextInt(OUTCOMES.size())));
        }
    }

    /** As the crawler: a model that is there is listed where it was absent, else its files are given. */
    private void answerTheHub(DrivenTopology room, Random random, Instant now) {
        if (asked.isEmpty()) {
            return;
        }
        DetailRequest request = asked.remove(random.nextInt(asked.size()));
        String model = request.getStableId();
        if (!revisions.containsKey(key(model))) {
            room.pipe(gone(model, run, now, null));
        } else if (request.getWhy() == DetailReason.ABSENT) {
            room.pipe(listed(
                    model,
                    "acme/" + model,
                    "'sha':'%s','gated':false".formatted(revisions.get(key(model))),
                    request.getRunId(),
                    now));
        } else if (random.nextInt(5) == 0) {
            room.pipe(about(request, ObservationKind.REFUSED, now)
                    .setReason("503")
                    .setRetryAt(NOON.plusSeconds(random.nextInt(300)))
                    .build());
        } else {
            int last = random.nextInt(3);
            for (int page = 0; page <= last; page++) {
                room.pipe(page(request, page, last, now));
            }
        }
    }

    /** The files of a revision follow from its name alone. */
    private static Observation page(DetailRequest request, int page, int last, Instant now) {
        int revision = request.getRevision() == null ? 0 : request.getRevision().charAt(1) - '0';
        String entries = page > 0
                ? small("s" + page, 4L + revision, page)
                : large("a.bin", 700, revision) + "," + large("b.bin", 700, revision) + "," + small("../up", 3, 3) + ","
                        + small("c.json", 5, 5);
        return about(request, ObservationKind.DETAILED, now)
                .setPage(page)
                .setLast(page == last)
                .setBody(ByteBuffer.wrap(("[" + entries.replace('\'', '"') + "]").getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static Observation.Builder about(DetailRequest request, ObservationKind kind, Instant now) {
        return Observed.about(kind, request.getStableId(), request.getRunId(), now)
                .setRevision(request.getRevision());
    }

    private Map<String, Long> recount() {
        assertThat(artifacts).isEqualTo(Artifacts.ALL);
        packages.forEach((key, complete) -> {
            assertThat(complete.getState()).isEqualTo(PackageState.COMPLETE);
            assertThat(complete.getRevision()).isEqualTo(revisions.get(key));
            assertThat(complete.getPolicyVersion()).isEqualTo(policyVersion);
        });
        Map<String, Long> recount = new TreeMap<>();
        recount.put("open", 0L);
        recount.put("packages", (long) packages.size());
        recount.put("packages-complete", (long) packages.size());
        recount.put("files-wanted", sum(Package::getWanted));
        recount.put("files-there", sum(Package::getStored));
        recount.put("files-failed", sum(Package::getFailed));
        recount.put("files-unavailable", sum(Package::getUnavailable));
        recount.put("files-gated", sum(Package::getGated));
        assertThat(sum(Package::getWanted))
                .isEqualTo(sum(Package::getStored)
                        + sum(Package::getFailed)
                        + sum(Package::getUnavailable)
                        + sum(Package::getGated));
        return recount;
    }

    private static Map<String, Long> counted(DrivenTopology room) {
        Map<String, Long> all = room.hubCounters();
        Map<String, Long> counted = new TreeMap<>();
        for (String name : List.of(
                "open",
                "packages",
                "packages-complete",
                "files-wanted",
                "files-failed",
                "files-unavailable",
                "files-gated")) {
            counted.put(name, all.getOrDefault(name, 0L));
        }
        counted.put("files-there", all.getOrDefault("files-stored", 0L) + all.getOrDefault("files-deduplicated", 0L));
        return counted;
    }

    private long sum(ToLongFunction<Package> count) {
        return packages.values().stream().mapToLong(count).sum();
    }
}
