package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.large;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.runEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.avro.WantKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it means for the store that a model is gone at its hub: {@code normalizer.gone}. */
final class GoneTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String MANIFESTS = "manifests:huggingface/m1";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"keep, false, false", "hide, true, true", "purge, false, true"})
    void manifestsStayOrGoAtOnceOrAfterATime(String meaning, boolean atOnce, boolean later) throws Exception {
        // given
        try (DrivenTopology room = DrivenTopology.withoutLedger(dir, Map.of("normalizer.gone", meaning))) {
            complete(room);

            // when
            room.pipe(gone("m1", 2, NOON.plusSeconds(1), null));
            List<String> first = dropped(room);
            room.advance(Duration.ofDays(31));
            completeRun(room);
            List<String> second = dropped(room);

            // then
            assertThat(!first.isEmpty()).isEqualTo(atOnce);
            assertThat(!first.isEmpty() || !second.isEmpty()).isEqualTo(later);
            assertThat(first.size() + second.size()).isEqualTo(later ? 1 : 0);
        }
    }

    @Test
    void aModelThatWasPurgedComesBackAsANewOne() throws Exception {
        // given
        Map<String, String> settings = Map.of("normalizer.gone", "purge", "normalizer.gone.purge.after.days", "1");
        try (DrivenTopology room = DrivenTopology.withoutLedger(dir, settings)) {
            complete(room);
            room.pipe(gone("m1", 2, NOON.plusSeconds(1), null));
            completeRun(room);
            List<String> early = dropped(room);
            room.advance(Duration.ofDays(1).plusSeconds(1));
            room.pipe(runEnded(4, CrawlMode.FULL, true));
            room.advance(TICK);
            room.drain();

            // when
            room.pipe(listed("m1", "acme/m1", "'sha':'r1'", 5, NOON.plusSeconds(2)));

            // then
            assertThat(early).isEmpty();
            assertThat(room.updates()).extracting(ModelUpdate::getType).containsExactly(UpdateType.CREATED);
        }
    }

    @Test
    void whatIsNoMeaningIsNamedWithThoseThatAre() {
        // when, then
        assertThatThrownBy(() -> NormalizerConfig.from(dir, Map.of("normalizer.gone", "forget")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("normalizer.gone: 'forget' is not allowed; keep, hide, purge are");
    }

    private static List<String> dropped(DrivenTopology room) {
        return room.wants().stream()
                .filter(want -> want.value.getKind() == WantKind.DROP)
                .map(want -> want.key)
                .peek(key -> assertThat(key).isEqualTo(MANIFESTS))
                .toList();
    }

    private static void complete(DrivenTopology room) {
        room.set(Observed.policy(1, Artifacts.ALL));
        room.advance(TICK);
        room.pipe(listed("m1", "acme/m1", "'sha':'r1'", 1, NOON));
        room.pipe(detailed("m1", "r1", 0, true, large("a.bin", 700, 7)));
        new Ledger(room).storeAll();
        assertThat(room.packages()).extracting(it -> it.key).containsExactly(key("m1"));
    }

    private static void completeRun(DrivenTopology room) {
        room.pipe(runEnded(3, CrawlMode.FULL, true));
        room.advance(TICK);
    }
}
