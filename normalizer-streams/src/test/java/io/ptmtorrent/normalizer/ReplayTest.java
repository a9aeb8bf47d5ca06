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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same observations give the same models, whatever the clock and the policy did in between. */
final class ReplayTest {
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
            Map<String, @Nullable Model> models = new HashMap<>();
            room.models().forEach(row -> models.put(row.key, row.value));
            return new Outcome(models, room.updates());
        }
    }

    private static List<Observation> history(Random random) {
        List<Observation> history = new ArrayList<>();
        long run = 1;
        for (int i = 0; i < 400; i++) {
            String stableId = "m" + random.nextInt(12);
            Instant seenAt = NOON.plusSeconds(i + random.nextInt(40) - 20);
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
