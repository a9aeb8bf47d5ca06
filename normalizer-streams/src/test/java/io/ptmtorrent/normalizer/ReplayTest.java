package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.refused;
import static io.ptmtorrent.normalizer.Observed.runEnded;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.contract.RecordSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same observations give the same models, whatever the clock and the policy did in between. */
final class ReplayTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    @TempDir
    Path first;

    @TempDir
    Path second;

    private record Outcome(Map<String, @Nullable Model> models, List<ModelUpdate> updates) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void replayingFromZeroGivesTheSameLastModels(long seed) throws Exception {
        // given
        List<Observation> history = history(new Random(seed));

        // when
        Outcome once = run(first, history, new Random(seed + 100), settings("1"));
        Outcome again = run(second, history, new Random(seed + 200), settings("64"));

        // then
        assertThat(once.models()).isNotEmpty();
        assertThat(again.models()).isEqualTo(once.models());
        assertThat(again.updates()).isEqualTo(once.updates());
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void aReplayGivesTheSameModelsAndAsksForNothing(long seed) throws Exception {
        // given
        List<Observation> history = history(new Random(seed));
        Outcome once = run(first, history, new Random(seed + 100), settings("64"));

        // when
        try (DrivenTopology room = DrivenTopology.replay(second)) {
            history.forEach(room::pipe);
            room.advance(Duration.ofDays(1));

            // then
            assertThat(outcome(room)).isEqualTo(once);
            assertThat(room.requests()).isEmpty();
            assertThat(room.wants()).isEmpty();
            assertThat(room.packages()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11})
    void theSameHistoryReadAgainInPlaceTellsOfNoChange(long seed) throws Exception {
        // given
        List<Observation> history =
                history(new Random(seed)).stream().map(ReplayTest::asAHub).toList();
        try (DrivenTopology room = DrivenTopology.withoutLedger(first, settings("64"))) {
            history.forEach(room::pipe);
            Outcome once = outcome(room);

            // when
            history.forEach(room::pipe);

            // then
            assertThat(room.updates()).isEmpty();
            // and of a revision whose details came too early or too late, they are found now
            room.models().forEach(row -> {
                assertThat(Objects.requireNonNull(once.models().get(row.key)).getFiles())
                        .isEmpty();
                assertThat(row.value.getFiles()).isNotEmpty();
            });
        }
    }

    @Test
    void whatIsReadOtherwiseIsToldAndNothingElse() throws Exception {
        // given
        List<Observation> history = List.of(
                listed("m1", "acme/m1", "'sha':'r1','pipeline_tag':'t1'", 1, NOON),
                listed("m2", "acme/m2", "'sha':'r1','pipeline_tag':'t1'", 1, NOON),
                Observed.detailed("m1", "r1", 0, true, Observed.small("a", 1, 1)),
                Observed.detailed("m2", "r1", 0, true, Observed.small("b", 2, 2)),
                runEnded(1, CrawlMode.FULL, true));
        try (DrivenTopology room = DrivenTopology.withoutLedger(first, settings("64"))) {
            history.forEach(room::pipe);
            outcome(room);

            // when the parser makes something else of the first model's row, and of the second one's files
            room.pipe(listed("m1", "acme/m1", "'sha':'r1','pipeline_tag':'t2'", 1, NOON));
            room.pipe(history.get(1), history.get(2));
            room.pipe(Observed.detailed("m2", "r1", 0, true, Observed.small("c", 3, 3)));
            room.pipe(history.get(4));

            // then
            assertThat(room.updates()).singleElement().satisfies(update -> {
                assertThat(update.getStableId()).isEqualTo("m1");
                assertThat(update.getType()).isEqualTo(UpdateType.METADATA_CHANGED);
                assertThat(update.getChangedFields()).contains("task");
            });
            assertThat(room.models()).extracting(row -> row.key).containsExactly("huggingface/m1", "huggingface/m2");
        }
    }

    private static Map<String, String> settings(String credit) {
        return Map.of("normalizer.absence.credit", credit, "normalizer.absence.unanswered.ms", "60000");
    }

    private static Outcome run(Path dir, List<Observation> history, Random random, Map<String, String> settings)
            throws Exception {
        try (DrivenTopology room = DrivenTopology.withoutLedger(dir, settings)) {
            long version = 0;
            for (Observation observation : history) {
                room.pipe(observation);
                if (random.nextInt(20) == 0) {
                    room.set(Observed.policy(++version, random.nextBoolean() ? Artifacts.ALL : Artifacts.NONE));
                }
                if (random.nextInt(10) == 0) {
                    room.advance(Duration.ofMillis(random.nextInt(200_000)));
                }
            }
            return outcome(room);
        }
    }

    private static Outcome outcome(DrivenTopology room) {
        Map<String, @Nullable Model> models = new HashMap<>();
        room.models().forEach(row -> models.put(row.key, row.value));
        return new Outcome(models, room.updates());
    }

    private static List<Observation> history(Random random) {
        List<Observation> history = new ArrayList<>();
        long run = 1;
        for (int i = 0; i < 400; i++) {
            String stableId = "m" + random.nextInt(12);
            // A little out of order, and no two at once.
            Instant seenAt = NOON.plusSeconds(i + random.nextInt(40) - 20).plusMillis(i);
            history.add(
                    switch (random.nextInt(15)) {
                        case 0 -> gone(stableId, run, seenAt, random.nextBoolean() ? null : "m99");
                        case 1 -> refused(stableId, run, seenAt, random.nextBoolean() ? null : seenAt);
                        case 7 ->
                            Observation.newBuilder(refused(stableId, run, seenAt, null))
                                    .setRevision("r" + random.nextInt(3))
                                    .build();
                        case 2 -> detailed(stableId, run, seenAt);
                        case 3 -> runEnded(run++, CrawlMode.FULL, random.nextBoolean());
                        case 4 -> Observed.listedBody(stableId, "broken", run, seenAt);
                        case 5, 6 ->
                            Observed.detailed(
                                    stableId,
                                    "r" + random.nextInt(3),
                                    random.nextInt(2),
                                    random.nextBoolean(),
                                    Observed.small("f" + random.nextInt(3), i, i));
                        default ->
                            listed(stableId, "acme/" + stableId + random.nextInt(2), members(random), run, seenAt);
                    });
        }
        return history;
    }

    /** The files of a revision are the same whenever a hub is asked. */
    private static Observation asAHub(Observation observed) {
        return observed.getKind() == ObservationKind.DETAILED
                        && observed.getRevision() != null
                        && observed.getBody() != null
                ? Observed.detailed(observed.getStableId(), observed.getRevision(), 0, true, Observed.small("f", 1, 1))
                : observed;
    }

    private static String members(Random random) {
        return "'sha':'r%d','downloads':%d,'gated':%s,'disabled':%b,'pipeline_tag':'t%d'"
                .formatted(
                        random.nextInt(3),
                        random.nextInt(100),
                        random.nextBoolean() ? "false" : "'auto'",
                        random.nextInt(5) == 0,
                        random.nextInt(2));
    }
}
