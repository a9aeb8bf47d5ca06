package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.listed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatisticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path dir;

    private DrivenTopology room;

    @BeforeEach
    void start() throws Exception {
        room = new DrivenTopology(dir, Map.of());
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void countersAreWrittenEachSecondAndOnlyThoseThatChanged() {
        // given
        room.pipe(listed("a", "acme/a", "", 1, NOON), listed("b", "acme/b", "", 1, NOON));

        // when
        Map<String, Long> before = room.statistics();
        room.advance(SECOND);
        Map<String, Long> first = room.statistics();
        room.pipe(gone("a", 1, NOON.plusSeconds(1), null));
        room.pipe(Observed.listedBody("c", "nonsense", 1, NOON));
        room.advance(SECOND);
        Map<String, Long> second = room.statistics();
        room.advance(SECOND);

        // then
        assertThat(before).isEmpty();
        assertThat(first)
                .containsOnly(Map.entry("models/huggingface/0", 2L), Map.entry("updates/huggingface/CREATED/0", 2L));
        assertThat(second)
                .containsOnly(
                        Map.entry("models/huggingface/0", 1L),
                        Map.entry("updates/huggingface/DELETED/0", 1L),
                        Map.entry("dead-letters/huggingface/0", 1L));
        assertThat(room.statistics()).isEmpty();
    }

    @Test
    void aModelThatComesBackCountsOnceMore() {
        // given
        room.pipe(listed("a", "acme/a", "", 1, NOON), gone("a", 1, NOON.plusSeconds(1), null));

        // when
        room.pipe(listed("a", "acme/a", "", 2, NOON.plusSeconds(2)));
        room.advance(SECOND);

        // then
        assertThat(room.statistics())
                .containsEntry("models/huggingface/0", 1L)
                .containsEntry("updates/huggingface/RESTORED/0", 1L);
    }

    @Test
    void namesAreSpeltAsTheTopicHasThem() {
        assertThat(Statistics.key(Statistics.UPDATES, Statistics.updates("huggingface", UpdateType.CREATED), 3))
                .isEqualTo("updates/huggingface/CREATED/3");
    }
}
