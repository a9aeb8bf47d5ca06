package io.ptmtorrent.crawler.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunsTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
    private static final Instant HUB_CLOCK = Instant.parse("2026-11-02T09:59:58Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void anIncrementIsFullWhereNothingIsKnown() {
        // when
        CrawlMode mode = Runs.mode(request(CrawlMode.INCREMENTAL), HubCheckpoints.none(), NOW, WEEK);

        // then
        assertThat(mode).isEqualTo(CrawlMode.FULL);
    }

    @ParameterizedTest
    @CsvSource({"P6D, INCREMENTAL", "P7D, INCREMENTAL", "P8D, FULL"})
    void anIncrementIsFullWhereTheLastCompleteFullRunIsTooOld(Duration age, CrawlMode expected) {
        // given
        HubCheckpoints known = HubCheckpoints.none().with(completeFull(NOW.minus(age), 100));

        // when
        CrawlMode mode = Runs.mode(request(CrawlMode.INCREMENTAL), known, NOW, WEEK);

        // then
        assertThat(mode).isEqualTo(expected);
    }

    @Test
    void anIncrementOfACatalogueNeedsNoClockOfTheHubs() {
        // given
        CrawlCheckpoint run = begun(HubCheckpoints.none(), null);
        CrawlCheckpoint read = Runs.advanced(run, new PageCount(10, 0, true, null, "c0ffee"), null);
        HubCheckpoints known = HubCheckpoints.none().with(Runs.ended(read, null, NOW));

        // when
        CrawlMode mode = Runs.mode(request(CrawlMode.INCREMENTAL), known, NOW, WEEK);

        // then
        assertThat(known.watermark()).isNull();
        assertThat(mode).isEqualTo(CrawlMode.INCREMENTAL);
    }

    @Test
    void runIdsGrowAlsoWhereTheClockWentBack() {
        // given
        HubCheckpoints known = HubCheckpoints.none().with(completeFull(NOW, 100));

        // when
        long next = known.nextRunId(NOW.minus(WEEK));

        // then
        assertThat(next).isEqualTo(NOW.toEpochMilli() + 1);
    }

    @Test
    void theWatermarkIsTheHubsClockAtTheFirstPage() {
        // given
        CrawlCheckpoint run = begun(HubCheckpoints.none(), null);

        // when
        CrawlCheckpoint first = Runs.advanced(run, new PageCount(10, 1, true, HUB_CLOCK, null), "next");
        CrawlCheckpoint second = Runs.advanced(first, new PageCount(5, 0, true, HUB_CLOCK.plusSeconds(60), null), null);
        CrawlCheckpoint end = Runs.ended(second, null, NOW);

        // then
        assertThat(first.getWatermark()).isNull();
        assertThat(first.getCursor()).isEqualTo("next");
        assertThat(end.getWatermark()).isEqualTo(HUB_CLOCK);
        assertThat(end.getListed()).isEqualTo(15);
        assertThat(end.getRejected()).isEqualTo(1);
        assertThat(end.getLastCompleteListed()).isEqualTo(15);
        assertThat(Runs.sawAll(end)).isTrue();
    }

    @Test
    void theCataloguesVersionIsKnownOnceACompleteRunReadIt() {
        // given
        CrawlCheckpoint run = begun(HubCheckpoints.none(), null);
        CrawlCheckpoint read = Runs.advanced(run, new PageCount(10, 0, true, HUB_CLOCK, "c0ffee"), null);

        // when
        HubCheckpoints failed = HubCheckpoints.none().with(Runs.ended(read, "the hub went away", NOW));
        HubCheckpoints complete = HubCheckpoints.none().with(Runs.ended(read, null, NOW));

        // then
        assertThat(failed.version()).isNull();
        assertThat(complete.version()).isEqualTo("c0ffee");
    }

    @Test
    void anIncrementThatFailsKeepsTheVersionThatTheFullRunRead() {
        // given
        CrawlCheckpoint full = begun(HubCheckpoints.none(), null);
        HubCheckpoints known = HubCheckpoints.none()
                .with(Runs.ended(
                        Runs.advanced(full, new PageCount(10, 0, true, HUB_CLOCK, "c0ffee"), null), null, NOW));

        // when
        CrawlCheckpoint increment =
                Runs.begun(request(CrawlMode.INCREMENTAL), CrawlMode.INCREMENTAL, known, NOW.plusSeconds(1));
        CrawlCheckpoint failed =
                Runs.ended(Runs.advanced(increment, new PageCount(3, 0, false, HUB_CLOCK, "decade"), null), null, NOW);

        // then
        assertThat(known.with(increment).version()).isEqualTo("c0ffee");
        assertThat(known.with(failed).version()).isEqualTo("c0ffee");
    }

    @Test
    void aFailedPageMovesNoWatermark() {
        // given
        CrawlCheckpoint run = begun(HubCheckpoints.none(), null);

        // when
        CrawlCheckpoint end =
                Runs.ended(Runs.advanced(run, new PageCount(10, 1, false, HUB_CLOCK, null), null), null, NOW);

        // then
        assertThat(end.getWatermark()).isNull();
        assertThat(end.getLastCompleteAt()).isNull();
        assertThat(end.getComplete()).isFalse();
        assertThat(end.getEndReason()).isEqualTo("1 of 1 pages could not be read whole");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 950, false, true",
        "1000, 949, false, false",
        "1000, 949, true, true",
        "20, 10, false, true",
        "20, 9, false, false",
        "1000, 2000, false, true"
    })
    void aFullRunThatListsFarFewerIsNotComplete(long before, long listed, boolean accepted, boolean complete) {
        // given
        HubCheckpoints known = HubCheckpoints.none().with(completeFull(NOW.minus(WEEK), before));
        CrawlRequest request = CrawlRequest.newBuilder(request(CrawlMode.FULL))
                .setAcceptShrink(accepted)
                .build();
        CrawlCheckpoint run = Runs.begun(request, CrawlMode.FULL, known, NOW);

        // when
        CrawlCheckpoint end =
                Runs.ended(Runs.advanced(run, new PageCount(listed, 0, true, HUB_CLOCK, null), null), null, NOW);

        // then
        assertThat(end.getComplete()).isEqualTo(complete);
        assertThat(end.getLastCompleteListed()).isEqualTo(complete ? listed : before);
        assertThat(Runs.sawAll(end)).isEqualTo(complete);
    }

    @ParameterizedTest
    @CsvSource({"c0ffee, 0, true, false, 100", "decade, 98, true, true, 98", "decade, 50, false, false, 100"})
    void anIncrementOverAChangedCatalogueSawAllOfItUnderTheSameGuard(
            String version, long listed, boolean complete, boolean sawAll, long known) {
        // given a catalogue of 100 models, read whole
        CrawlCheckpoint full = begun(HubCheckpoints.none(), null);
        HubCheckpoints before = HubCheckpoints.none().with(read(full, "c0ffee", 100));

        // when
        CrawlCheckpoint end = read(increment(before), version, listed);

        // then
        assertThat(end.getComplete()).isEqualTo(complete);
        assertThat(Runs.sawAll(end)).isEqualTo(sawAll);
        assertThat(end.getVersion()).isEqualTo(complete ? version : "c0ffee");
        assertThat(before.with(end).lastCompleteListed()).isEqualTo(known);
    }

    @Test
    void whatAnIncrementOfACatalogueWasAllowedToLoseNoLaterRunMisses() {
        // given
        CrawlRequest accepting = CrawlRequest.newBuilder(request(CrawlMode.INCREMENTAL))
                .setAcceptShrink(true)
                .build();
        HubCheckpoints before = HubCheckpoints.none().with(read(begun(HubCheckpoints.none(), null), "c0ffee", 100));
        HubCheckpoints halved = before.with(
                read(Runs.begun(accepting, CrawlMode.INCREMENTAL, before, NOW.plusSeconds(1)), "decade", 50));

        // when
        HubCheckpoints unchanged = halved.with(read(increment(halved), "decade", 0));
        CrawlCheckpoint full = read(begun(unchanged, null), "decade", 50);

        // then
        assertThat(full.getComplete()).as(full.getEndReason()).isTrue();
        assertThat(Runs.sawAll(full)).isTrue();
    }

    @Test
    void anIncrementOfAHubWithoutVersionsSaysNothingOfItsSize() {
        // given
        HubCheckpoints known = HubCheckpoints.none().with(completeFull(NOW.minus(WEEK), 100));

        // when
        CrawlCheckpoint end = Runs.ended(
                Runs.advanced(increment(known), new PageCount(3, 0, true, HUB_CLOCK, null), null), null, NOW);

        // then
        assertThat(Runs.sawAll(end)).isFalse();
        assertThat(known.with(end).lastCompleteListed()).isEqualTo(100);
    }

    @Test
    void aLimitedRunCountsAsNoFullRun() {
        // given
        CrawlCheckpoint run = begun(HubCheckpoints.none(), 5L);

        // when
        CrawlCheckpoint end =
                Runs.ended(Runs.advanced(run, new PageCount(5, 0, true, HUB_CLOCK, null), "n"), null, NOW);

        // then
        assertThat(RunKind.of(end).key("huggingface")).isEqualTo("huggingface/limited");
        assertThat(end.getComplete()).isTrue();
        assertThat(Runs.sawAll(end)).isFalse();
        assertThat(end.getWatermark()).isNull();
        assertThat(HubCheckpoints.none().with(end).watermark()).isNull();
    }

    @Test
    void aRequestJoinsTheRunThatDoesWhatItAsks() {
        // given
        CrawlCheckpoint run = begun(HubCheckpoints.none(), null);
        CrawlRequest other = CrawlRequest.newBuilder(request(CrawlMode.FULL))
                .setRequestId("other")
                .setAcceptShrink(true)
                .build();

        // when
        CrawlCheckpoint joined = Runs.joined(run, other);

        // then
        assertThat(Runs.serves(run, other, CrawlMode.FULL)).isTrue();
        assertThat(Runs.serves(run, other, CrawlMode.INCREMENTAL)).isFalse();
        assertThat(joined.getRequestId()).isEqualTo("other");
        assertThat(joined.getAcceptShrink()).isTrue();
        assertThat(joined.getRunId()).isEqualTo(run.getRunId());
    }

    private static CrawlCheckpoint increment(HubCheckpoints known) {
        return Runs.begun(request(CrawlMode.INCREMENTAL), CrawlMode.INCREMENTAL, known, NOW.plusSeconds(1));
    }

    /** The run at its end, a page of a catalogue later. */
    private static CrawlCheckpoint read(CrawlCheckpoint run, String version, long listed) {
        PageCount page = new PageCount(listed, 0, true, HUB_CLOCK, version);
        return Runs.ended(Runs.advanced(run, page, null), null, NOW);
    }

    private static CrawlCheckpoint completeFull(Instant startedAt, long listed) {
        CrawlCheckpoint run = Runs.begun(request(CrawlMode.FULL), CrawlMode.FULL, HubCheckpoints.none(), startedAt);
        return Runs.ended(
                Runs.advanced(run, new PageCount(listed, 0, true, startedAt, null), null),
                null,
                startedAt.plusSeconds(9));
    }

    private static CrawlCheckpoint begun(HubCheckpoints known, @Nullable Long limit) {
        CrawlRequest request =
                CrawlRequest.newBuilder(request(CrawlMode.FULL)).setLimit(limit).build();
        return Runs.begun(request, CrawlMode.FULL, known, NOW);
    }

    private static CrawlRequest request(CrawlMode mode) {
        return CrawlRequest.newBuilder()
                .setRequestId("asked")
                .setHub("huggingface")
                .setMode(mode)
                .setRequestedAt(NOW)
                .build();
    }
}
