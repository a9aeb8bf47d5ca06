package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.listed;
import static io.ptmtorrent.normalizer.Observed.refused;
import static io.ptmtorrent.normalizer.Observed.runEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a complete run did not list is asked for, within a credit, until it is answered. */
final class AbsenceTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path dir;

    private DrivenTopology room;

    @BeforeEach
    void start() throws Exception {
        start(64, 2_000);
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void asksForWhatACompleteRunDidNotList() throws Exception {
        // given
        see(1, "a", "b", "c");
        see(2, "b");

        // when
        end(2, true);
        room.advance(TICK);

        // then
        List<KeyValue<String, DetailRequest>> requests = room.requests();
        assertThat(requests).extracting(request -> request.key).containsExactly(key("a"), key("c"));
        assertThat(requests.getFirst().value)
                .isEqualTo(new DetailRequest("huggingface", "a", "acme/a", null, DetailReason.ABSENT, 2L));
    }

    @Test
    void anUnchangedSightingCountsAsListed() throws Exception {
        // given
        see(1, "a");
        see(2, "a");

        // when
        end(2, true);
        room.advance(SECOND);

        // then
        assertThat(room.requests()).isEmpty();
    }

    @Test
    void aRowThatCannotBeReadOrIsOldCountsAsListed() throws Exception {
        // given
        see(1, "a", "b");
        room.pipe(Observed.listedBody("a", "{\"_id\":\"a\"", 2, NOON.plusSeconds(1)));
        room.pipe(listed("b", "acme/b", "", 2, NOON.minusSeconds(1)));

        // when
        end(2, true);
        room.advance(SECOND);

        // then
        assertThat(room.requests()).isEmpty();
        assertThat(room.letters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "INCREMENTAL"})
    void asksForNothingAfterARunThatIsNotCompleteAndFull(String mode) throws Exception {
        // given
        see(1, "a");
        room.drain();

        // when
        room.pipe(runEnded(2, CrawlMode.valueOf(mode), mode.equals("INCREMENTAL")));
        Map<String, Long> written = room.statistics();
        room.advance(SECOND);

        // then
        assertThat(written)
                .containsEntry("run-ended/huggingface/0", 2L)
                .containsEntry("run-scanned/huggingface/0", 2L)
                .containsEntry("open/huggingface/0", 0L)
                .containsEntry("models/huggingface/0", 1L);
        assertThat(room.requests()).isEmpty();
    }

    @Test
    void theScanIsDoneWithWhenAllAreAskedAndOpenWhenAllHaveAnswered() throws Exception {
        // given
        see(1, "a", "b");
        room.drain();

        // when
        end(2, true);
        Map<String, Long> atTheEnd = room.statistics();
        room.advance(TICK);
        Map<String, Long> scanned = room.statistics();
        room.pipe(gone("a", 2, NOON.plusSeconds(9), null));
        room.advance(SECOND);
        Map<String, Long> oneLeft = room.statistics();
        room.pipe(listed("b", "acme/b", "", 2, NOON.plusSeconds(9)));
        Map<String, Long> answered = room.statistics();

        // then
        assertThat(atTheEnd).containsEntry("run-ended/huggingface/0", 2L);
        assertThat(atTheEnd).doesNotContainKey("run-scanned/huggingface/0");
        assertThat(scanned).containsEntry("run-scanned/huggingface/0", 2L).containsEntry("open/huggingface/0", 2L);
        assertThat(oneLeft).containsEntry("open/huggingface/0", 1L).containsEntry("models/huggingface/0", 1L);
        assertThat(answered).containsOnly(Map.entry("open/huggingface/0", 0L));
        assertThat(room.updates()).extracting(ModelUpdate::getType).containsExactly(UpdateType.DELETED);
    }

    @Test
    void noMoreThanTheCreditIsUnderWay() throws Exception {
        // given
        restart(2, 2_000);
        see(1, "a", "b", "c", "d", "e");

        // when
        end(2, true);
        room.advance(SECOND);
        List<KeyValue<String, DetailRequest>> first = room.requests();
        room.pipe(gone("a", 2, NOON.plusSeconds(9), null));
        room.advance(SECOND);
        List<KeyValue<String, DetailRequest>> second = room.requests();
        room.pipe(refused("c", 2, NOON.plusSeconds(9), null), detailed("b", 2, NOON.plusSeconds(9)));
        room.advance(SECOND);

        // then
        assertThat(first).extracting(request -> request.key).containsExactly(key("a"), key("b"));
        assertThat(second).extracting(request -> request.key).containsExactly(key("c"));
        assertThat(room.requests()).extracting(request -> request.key).containsExactly(key("d"), key("e"));
    }

    @Test
    void aStepIsBoundedAndTheNextGoesOn() throws Exception {
        // given
        restart(64, 2);
        see(1, "a", "b", "c", "d", "e");

        // when
        end(2, true);
        room.advance(TICK);
        List<KeyValue<String, DetailRequest>> first = room.requests();
        room.advance(TICK);
        List<KeyValue<String, DetailRequest>> second = room.requests();
        room.advance(TICK);

        // then
        assertThat(first).extracting(request -> request.key).containsExactly(key("a"), key("b"));
        assertThat(second).extracting(request -> request.key).containsExactly(key("c"), key("d"));
        assertThat(room.requests()).extracting(request -> request.key).containsExactly(key("e"));
    }

    @Test
    void whatIsNotAnsweredForAnHourIsAskedAgain() throws Exception {
        // given
        see(1, "a");
        end(2, true);
        room.advance(TICK);
        room.drain();

        // when
        room.advance(Duration.ofMinutes(59));
        List<KeyValue<String, DetailRequest>> tooEarly = room.requests();
        room.advance(Duration.ofMinutes(2));
        List<KeyValue<String, DetailRequest>> again = room.requests();
        room.advance(Duration.ofMinutes(61));

        // then
        assertThat(tooEarly).isEmpty();
        assertThat(again).extracting(request -> request.key).containsExactly(key("a"));
        assertThat(room.requests()).hasSize(1);
    }

    @Test
    void aRefusalWithATimeIsAskedAgainThen() throws Exception {
        // given
        restart(1, 2_000);
        see(1, "a", "b");
        end(2, true);
        room.advance(TICK);
        room.drain();

        // when
        room.pipe(refused("a", 2, NOON.plusSeconds(1), NOON.plus(Duration.ofMinutes(10))));
        room.advance(SECOND);
        List<KeyValue<String, DetailRequest>> creditIsFree = room.requests();
        room.pipe(gone("b", 2, NOON.plusSeconds(2), null));
        room.advance(Duration.ofMinutes(9));
        List<KeyValue<String, DetailRequest>> tooEarly = room.requests();
        room.advance(Duration.ofMinutes(1));

        // then
        assertThat(creditIsFree).extracting(request -> request.key).containsExactly(key("b"));
        assertThat(tooEarly).isEmpty();
        assertThat(room.requests()).extracting(request -> request.key).containsExactly(key("a"));
    }

    @Test
    void aRefusalWithoutATimeEndsTheWaitForThatRunOnly() throws Exception {
        // given
        see(1, "a");
        end(2, true);
        room.advance(TICK);
        room.drain();

        // when
        room.pipe(refused("a", 2, NOON.plusSeconds(1), null));
        Map<String, Long> written = room.statistics();
        room.advance(Duration.ofHours(3));
        List<KeyValue<String, DetailRequest>> sameRun = room.requests();
        end(3, true);
        room.advance(TICK);

        // then
        assertThat(written).containsEntry("open/huggingface/0", 0L);
        assertThat(sameRun).isEmpty();
        assertThat(room.requests())
                .extracting(request -> request.value.getRunId())
                .containsExactly(3L);
    }

    @Test
    void aNewerRunsScanTakesThePlaceOfAnOlderOne() throws Exception {
        // given
        restart(1, 2_000);
        see(1, "a", "b", "c");
        end(2, true);
        room.advance(TICK);
        room.drain();

        // when
        end(3, true);
        room.pipe(gone("a", 2, NOON.plusSeconds(1), null));
        room.advance(TICK);

        // then
        assertThat(room.requests())
                .extracting(request -> request.key, request -> request.value.getRunId())
                .containsExactly(tuple(key("b"), 3L));
        assertThat(room.statistics()).doesNotContainEntry("run-scanned/huggingface/0", 2L);
    }

    @Test
    void anIncrementThatEndsDuringAScanIsDoneWithWhenTheScanIs() throws Exception {
        // given
        restart(1, 2_000);
        see(1, "a", "b");
        end(2, true);
        room.advance(TICK);
        room.drain();

        // when
        room.pipe(runEnded(3, CrawlMode.INCREMENTAL, true));
        Map<String, Long> during = room.statistics();
        room.pipe(gone("a", 2, NOON.plusSeconds(1), null));
        room.advance(TICK);
        room.pipe(gone("b", 2, NOON.plusSeconds(1), null));
        room.advance(TICK);

        // then
        assertThat(during).containsEntry("run-ended/huggingface/0", 3L);
        assertThat(during).doesNotContainKey("run-scanned/huggingface/0");
        assertThat(room.statistics()).containsEntry("run-scanned/huggingface/0", 3L);
    }

    @Test
    void modelsThatAreGoneAreNotAskedFor() throws Exception {
        // given
        see(1, "a");
        room.pipe(gone("a", 1, NOON.plusSeconds(1), null));

        // when
        end(2, true);
        room.advance(SECOND);

        // then
        assertThat(room.requests()).isEmpty();
    }

    @Test
    void anOldSightingDoesNotAnswer() throws Exception {
        // given
        see(1, "a");
        end(5, true);
        room.advance(TICK);

        // when
        see(4, "a");
        room.advance(SECOND);

        // then
        assertThat(room.statistics()).containsEntry("open/huggingface/0", 1L);
    }

    private void restart(int credit, int step) throws Exception {
        room.close();
        start(credit, step);
    }

    private void start(int credit, int step) throws Exception {
        room = new DrivenTopology(
                dir,
                Map.of(
                        "normalizer.absence.credit", Integer.toString(credit),
                        "normalizer.absence.step", Integer.toString(step)));
    }

    private void see(long runId, String... stableIds) {
        for (String stableId : stableIds) {
            room.pipe(listed(stableId, "acme/" + stableId, "", runId, NOON));
        }
    }

    private void end(long runId, boolean complete) {
        room.pipe(runEnded(runId, CrawlMode.FULL, complete));
    }
}
