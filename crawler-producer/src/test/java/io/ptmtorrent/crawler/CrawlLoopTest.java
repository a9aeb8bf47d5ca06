package io.ptmtorrent.crawler;

import static io.ptmtorrent.crawler.FakeHub.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.crawler.checkpoint.HubCheckpoints;
import io.ptmtorrent.crawler.checkpoint.PageCount;
import io.ptmtorrent.crawler.checkpoint.RunKind;
import io.ptmtorrent.crawler.checkpoint.Runs;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main way, on a scripted hub and a log in memory. */
class CrawlLoopTest {
    private static final HubReject REST =
            new HubReject(DeadLetterReason.NOT_JSON, "no JSON", ByteBuffer.wrap(new byte[] {'<'}));

    static {
        RecordSerdes.trustOurRecords();
    }

    private final FakeHub hub = new FakeHub();
    private final FakeLog log = new FakeLog();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private CrawlLoop loop = loop(Stage.config());

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void readsPageAfterPageAndEndsWithTheLast() {
        // given
        hub.on("full-1", page("full-2", null, "a", "b")).on("full-2", page(null, null, "c"));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(log.listed()).containsExactly("a", "b", "c");
        assertThat(log.steps.stream().map(it -> it.checkpoint().getCursor())).containsExactly(null, "full-2", null);
        assertThat(end.getComplete()).isTrue();
        assertThat(end.getPages()).isEqualTo(2);
        assertThat(end.getWatermark()).isEqualTo(FakeHub.CLOCK);
        assertThat(log.accepted).hasSize(1);
    }

    @Test
    void anIncrementIsToldWhichVersionOfTheCatalogueIsKnown() {
        // given
        hub.on("full-1", new HubPage.Listed("test:", List.of(), null, FakeHub.next(null), FakeHub.CLOCK, "c0ffee"));
        hub.on("new-1", page(null, null));

        // when
        crawl(request("r1", CrawlMode.FULL, null));
        offer(request("r2", CrawlMode.INCREMENTAL, null));
        Awaitility.await().until(() -> hub.listings.size() == 2);

        // then
        assertThat(hub.listings.getFirst().known()).isNull();
        assertThat(hub.listings.getLast().known()).isEqualTo("c0ffee");
    }

    @Test
    void resumesAtTheCommittedCursor() {
        // given
        CrawlCheckpoint begun =
                Runs.begun(request("r", CrawlMode.FULL, null), CrawlMode.FULL, HubCheckpoints.none(), Instant.now());
        log.known = log.known.with(Runs.advanced(begun, new PageCount(2, 0, true, FakeHub.CLOCK, null), "full-2"));
        hub.on("full-2", page(null, null, "c"));

        // when
        start();
        CrawlCheckpoint end = awaitEnd();

        // then
        assertThat(hub.asked).containsExactly("full-2");
        assertThat(end.getListed()).isEqualTo(3);
        assertThat(end.getRunId()).isEqualTo(begun.getRunId());
    }

    @Test
    void asksOnceMoreForAPageThatCannotBeRead() {
        // given
        hub.on("full-1", page("full-2", REST))
                .on("full-1", page("full-2", null, "a"))
                .on("full-2", page(null, null));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(hub.asked).startsWith("full-1", "full-1", "full-2");
        assertThat(log.rejects()).isEmpty();
        assertThat(end.getComplete()).isTrue();
    }

    @Test
    void keepsWhatCouldBeReadOfAPageThatStaysBad() {
        // given
        hub.on("full-1", page("full-2", REST, "a")).on("full-2", page(null, null, "b"));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(log.listed()).containsExactly("a", "b");
        assertThat(log.rejects()).containsExactly(REST);
        assertThat(end.getFailedPages()).isEqualTo(1);
        assertThat(end.getComplete()).isFalse();
        assertThat(end.getWatermark()).isNull();
    }

    @Test
    void waitsVisiblyForAHubThatDoesNotAnswerAndGoesOn() {
        // given
        loop = loop(Stage.config("crawler.first-backoff", "PT2S"));
        hub.on("full-1", new IOException("gave 503")).on("full-1", page(null, null, "a"));

        // when
        offer(request("r", CrawlMode.FULL, null));
        start();

        // then
        await().untilAsserted(() -> assertThat(loop.progress()).singleElement().satisfies(it -> {
            assertThat(it.waitingFor()).isEqualTo("gave 503");
            assertThat(it.waitingUntil()).isAfter(Instant.now().minusSeconds(5));
        }));
        assertThat(awaitEnd().getComplete()).isTrue();
        assertThat(loop.progress())
                .singleElement()
                .satisfies(it -> assertThat(it.waitingFor()).isNull());
    }

    @Test
    void givesUpAHubThatStaysAway() {
        // given
        loop = loop(Stage.config("crawler.give-up-tries", "3", "crawler.first-backoff", "PT0.001S"));
        hub.on("full-1", new IOException("connection refused"));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(hub.asked).hasSize(3);
        assertThat(end.getComplete()).isFalse();
        assertThat(end.getEndReason()).isEqualTo("gave up after 3 tries: connection refused");
    }

    @Test
    void endsWhereTheHubWillNeverAnswer() {
        // given
        hub.on("full-1", new HubPage.Refused("gave 403"));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(end.getComplete()).isFalse();
        assertThat(end.getEndReason()).isEqualTo("gave 403");
    }

    @Test
    void endsWhereACursorRepeats() {
        // given
        hub.on("full-1", page("full-2", null, "a")).on("full-2", page("full-1", null, "b"));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(log.listed()).containsExactly("a", "b");
        assertThat(log.rejects()).extracting(HubReject::reason).containsExactly(DeadLetterReason.CURSOR_REPEATED);
        assertThat(end.getComplete()).isFalse();
    }

    @Test
    void anIncrementStopsAtTheWatermarkLessTheOverlap() {
        // given
        knowACompleteFullRun();
        Instant cutoff = FakeHub.CLOCK.minus(Duration.ofMinutes(10));
        HubPage page = new HubPage.Listed(
                "test:new-1",
                List.of(FakeHub.row("new", cutoff), FakeHub.row("old", cutoff.minusMillis(1))),
                null,
                FakeHub.next("new-2"),
                FakeHub.CLOCK.plusSeconds(60),
                null);
        hub.on("new-1", page);

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.INCREMENTAL, null));

        // then
        assertThat(log.listed()).containsExactly("new");
        assertThat(hub.asked).containsExactly("new-1");
        assertThat(end.getComplete()).isTrue();
        assertThat(end.getWatermark()).isEqualTo(FakeHub.CLOCK.plusSeconds(60));
        assertThat(Runs.sawAll(end)).isFalse();
    }

    @Test
    void aRowThatAWrongClockDatedHidesNothingBehindIt() {
        // given rows of tomorrow and of long ago among those that changed
        knowACompleteFullRun();
        HubPage first = new HubPage.Listed(
                "test:new-1",
                List.of(
                        FakeHub.row("tomorrow", Instant.now().plus(Duration.ofDays(1))),
                        FakeHub.row("long ago", Instant.EPOCH),
                        FakeHub.row("new", FakeHub.CLOCK)),
                null,
                FakeHub.next("new-2"),
                FakeHub.CLOCK,
                null);
        hub.on("new-1", first).on("new-2", page(null, null, "behind"));

        // when
        crawl(request("r", CrawlMode.INCREMENTAL, null));

        // then
        assertThat(log.listed()).containsExactly("tomorrow", "new", "behind");
    }

    @Test
    void theClockOfAHubThatIsAheadOfOursMovesTheWatermarkToOurs() {
        // given
        Instant ahead = Instant.now().plus(Duration.ofDays(400));
        hub.on("full-1", new HubPage.Listed("test:", List.of(), null, FakeHub.next(null), ahead, null));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, null));

        // then
        assertThat(end.getWatermark()).isBetween(end.getStartedAt(), Objects.requireNonNull(end.getEndedAt()));
    }

    @Test
    void aHubThatHidesModelsIsReadByIncrementsFromThenOnAndNeverCompletely() {
        // given
        HubPage page = new HubPage.Listed(
                "test:", List.of(), null, new HubPage.Next.End("it shows 3 of 9"), FakeHub.CLOCK, null);
        hub.on("full-1", page);
        hub.on("new-1", page(null, null));

        // when
        CrawlCheckpoint full = crawl(request("r1", CrawlMode.INCREMENTAL, null));
        offer(request("r2", CrawlMode.INCREMENTAL, null));
        await().until(() -> hub.listings.size() == 2);

        // then
        assertThat(full.getComplete()).isFalse();
        assertThat(full.getEndReason()).isEqualTo("it shows 3 of 9");
        assertThat(full.getWatermark()).isEqualTo(FakeHub.CLOCK);
        assertThat(Runs.sawAll(full)).isFalse();
        assertThat(Runs.readAsShown(full)).isTrue();
        assertThat(hub.listings.getFirst().mode()).isEqualTo(CrawlMode.FULL);
        assertThat(hub.listings.getLast().mode()).isEqualTo(CrawlMode.INCREMENTAL);
    }

    @Test
    void aHubThatHidesModelsAndFailsAPageIsReadWhollyAgain() {
        // given
        HubPage page = new HubPage.Listed(
                "test:", List.of(), REST, new HubPage.Next.End("it shows 3 of 9"), FakeHub.CLOCK, null);
        hub.on("full-1", page);

        // when
        CrawlCheckpoint full = crawl(request("r1", CrawlMode.FULL, null));

        // then
        assertThat(full.getComplete()).isFalse();
        assertThat(full.getWatermark()).isNull();
        assertThat(Runs.readAsShown(full)).isFalse();
    }

    @Test
    void pagesOfAFullRunAndOfAnIncrementTakeTurns() {
        // given
        knowACompleteFullRun();
        for (int i = 1; i <= 3; i++) {
            hub.on("full-" + i, page(i == 3 ? null : "full-" + (i + 1), null, "f" + i));
            hub.on("new-" + i, page(i == 3 ? null : "new-" + (i + 1), null, "n" + i));
        }
        offer(request("f", CrawlMode.FULL, null));
        offer(request("n", CrawlMode.INCREMENTAL, null));

        // when
        start();
        await().until(() -> log.ends().size() == 2);

        // then
        assertThat(log.listed().subList(1, 5)).containsExactly("n1", "f2", "n2", "f3");
        assertThat(log.listed()).containsExactlyInAnyOrder("f1", "f2", "f3", "n1", "n2", "n3");
    }

    @Test
    void aLimitedRunReadsExactlyItsNumber() {
        // given
        hub.on("full-1", page("full-2", null, "a", "b")).on("full-2", page("full-3", REST, "c", "d", "e"));

        // when
        CrawlCheckpoint end = crawl(request("r", CrawlMode.FULL, 3L));

        // then
        assertThat(log.listed()).containsExactly("a", "b", "c");
        assertThat(RunKind.of(end)).isEqualTo(RunKind.LIMITED);
        assertThat(end.getComplete()).isTrue();
        assertThat(Runs.sawAll(end)).isFalse();
    }

    @Test
    void aRequestForARunUnderWayJoinsItAndOneSeenBeforeStartsNone() {
        // given
        hub.on("full-1", new IOException("not yet"));
        offer(request("first", CrawlMode.FULL, null));
        offer(request("second", CrawlMode.FULL, null));
        offer(request("second", CrawlMode.FULL, null));

        // when
        start();
        await().until(() -> log.accepted.size() == 3);

        // then
        assertThat(log.known.all()).singleElement().satisfies(it -> {
            assertThat(it.getRequestId()).isEqualTo("second");
            assertThat(it.getEndedAt()).isNull();
        });
        assertThat(log.steps.stream().map(it -> it.checkpoint().getRunId()).distinct())
                .hasSize(1);
    }

    @Test
    void theTimerStartsAnIncrementWhereNoneRuns() {
        // given
        knowACompleteFullRun();
        loop = loop(Stage.config("crawler.every", "PT0.01S"));
        hub.on("new-1", page(null, null, "a"));

        // when
        start();
        await().until(() -> log.ends().size() >= 2);

        // then
        assertThat(log.ends()).allSatisfy(it -> {
            assertThat(it.getMode()).isEqualTo(CrawlMode.INCREMENTAL);
            assertThat(it.getRequestId()).startsWith("timer-");
        });
    }

    @Test
    void whatKafkaRefusesEndsTheLoopWithNothingMoreWritten() {
        // given
        log.refuseAfter = 2;
        hub.on("full-1", page("full-2", null, "a")).on("full-2", page("full-3", null, "b"));

        // when
        offer(request("r", CrawlMode.FULL, null));
        start();

        // then
        assertThat(ended)
                .failsWithin(Stage.PATIENCE)
                .withThrowableOfType(Exception.class)
                .withCauseInstanceOf(KafkaException.class);
        assertThat(log.listed()).containsExactly("a");
    }

    private void knowACompleteFullRun() {
        CrawlCheckpoint begun = Runs.begun(
                request("before", CrawlMode.FULL, null),
                CrawlMode.FULL,
                HubCheckpoints.none(),
                Instant.now().minusSeconds(60));
        log.known = log.known.with(Runs.ended(
                Runs.advanced(begun, new PageCount(3, 0, true, FakeHub.CLOCK, null), null), null, Instant.now()));
    }

    private CrawlLoop loop(CrawlerConfig config) {
        return new CrawlLoop(hub, log, config, new CrawlMeters(new SimpleMeterRegistry()), Clock.systemUTC());
    }

    private CrawlCheckpoint crawl(CrawlRequest request) {
        offer(request);
        start();
        return awaitEnd();
    }

    private void offer(CrawlRequest request) {
        loop.offer(new Ask(request, new TopicPartition("requests", 0), log.accepted.size()));
    }

    private void start() {
        CrawlLoop started = loop;
        Thread.ofVirtual().start(() -> {
            try {
                started.run();
                ended.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Stage.PATIENCE);
    }

    private CrawlCheckpoint awaitEnd() {
        await().until(() -> !log.ends().isEmpty());
        CrawlCheckpoint end = Objects.requireNonNull(log.ends().getFirst());
        await().until(() -> loop.progress().stream().allMatch(it -> it.endedAt() != null));
        return end;
    }

    private static CrawlRequest request(String id, CrawlMode mode, @Nullable Long limit) {
        return CrawlRequest.newBuilder(CrawlRequests.of(Stage.HUB, mode, limit, null, false))
                .setRequestId(id)
                .build();
    }
}
