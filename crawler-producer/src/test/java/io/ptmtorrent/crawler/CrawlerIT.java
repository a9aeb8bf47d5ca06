package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The crawler on a real broker, against a hub that misbehaves. */
class CrawlerIT {
    private static final int MODELS = 350;

    @TempDir
    private Path dir;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(dir);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void listsEveryModelOnceWithItsExactBytesAndEndsTheRunInEveryPartition() throws Exception {
        // given
        try (SampleHub hub = hub("");
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {

            // when
            CrawlCheckpoint end = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.FULL));

            // then
            assertThat(end.getComplete()).isTrue();
            assertThat(end.getListed()).isEqualTo(MODELS);
            assertThat(stage.listedIds()).isEqualTo(liveIds(hub));
            assertThat(stage.deadLetters()).isEmpty();
            assertThat(stage.observations(ObservationKind.LISTED)).allSatisfy(it -> {
                String row =
                        StandardCharsets.UTF_8.decode(it.getBody().duplicate()).toString();
                assertThat(row).startsWith("{").endsWith("}").contains("\"_id\":\"" + it.getStableId() + "\"");
                assertThat(it.getRunId()).isEqualTo(end.getRunId());
                assertThat(it.getSourceUrl()).startsWith("https://huggingface.co/api/models?limit=100");
            });
            List<Observation> ends = stage.observations(ObservationKind.RUN_ENDED);
            assertThat(ends).hasSize(stage.settings.topics().observations().partitions());
            assertThat(ends)
                    .allMatch(it -> it.getRun().getComplete() && it.getRun().getListed() == MODELS);
            assertThat(crawler.progress()).singleElement().satisfies(it -> {
                assertThat(it.complete()).isTrue();
                assertThat(it.listed()).isEqualTo(MODELS);
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            html-page=2            |      |             | true
            not-json=2             |      |             | true
            truncated-page=2       |      |             | true
            cut=2                  |      |             | true
            429=2                  |      |             | true
            429-bare=2             |      |             | true
            5xx=2x9                |      |             | true
            bad-row=2              | 1    | BAD_ROW     | true
            bad-token-row=2        | 1    | BAD_ROW     | true
            broken-row=2           | 1    | BAD_ROW     | true
            idless-row=2           | 1    | MISSING_ID  | true
            big-row=2              | 1    | TOO_LARGE   | true
            """)
    void losesNoModelWhateverOnePageIs(
            String faults, @Nullable Integer letters, @Nullable DeadLetterReason reason, boolean complete)
            throws Exception {
        // given
        try (SampleHub hub = hub(faults);
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {

            // when
            CrawlCheckpoint end = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.FULL));

            // then
            assertThat(stage.listedIds()).isEqualTo(liveIds(hub));
            assertThat(stage.deadLetters()).hasSize(letters == null ? 0 : letters);
            assertThat(stage.deadLetters()).allMatch(it -> it.getReason() == reason && it.getLength() > 0);
            assertThat(end.getComplete()).as(end.getEndReason()).isEqualTo(complete);
            assertThat(crawler.progress()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            html-page-always=2      | 100 | 100 | NOT_JSON
            not-json-always=2       | 100 | 100 | NOT_JSON
            truncated-page-always=2 | 290 | 349 | TRUNCATED
            cut-always=2            | 290 | 349 | TRUNCATED
            """)
    void aPageThatStaysBadCostsOnlyWhatCannotBeReadOfIt(String faults, int least, int most, DeadLetterReason reason)
            throws Exception {
        // given
        try (SampleHub hub = hub(faults);
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {

            // when
            CrawlCheckpoint end = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.FULL));

            // then
            List<String> listed = stage.listedIds();
            assertThat(liveIds(hub)).containsAll(listed);
            assertThat(listed).doesNotHaveDuplicates().hasSizeBetween(least, most);
            assertThat(stage.deadLetters()).extracting(DeadLetter::getReason).containsExactly(reason);
            assertThat(end.getComplete()).isFalse();
            assertThat(end.getFailedPages()).isEqualTo(1);
            assertThat(stage.observations(ObservationKind.RUN_ENDED))
                    .hasSize(3)
                    .noneMatch(it -> it.getRun().getComplete());
            assertThat(crawler.progress()).hasSize(1);
        }
    }

    @Test
    void endsIncompleteWhereTheCursorRepeats() throws Exception {
        // given
        try (SampleHub hub = hub("repeat-cursor=2");
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {

            // when
            CrawlCheckpoint end = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.FULL));

            // then
            assertThat(end.getComplete()).isFalse();
            assertThat(stage.listedIds()).doesNotHaveDuplicates().hasSize(200);
            assertThat(stage.deadLetters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly(DeadLetterReason.CURSOR_REPEATED);
            assertThat(crawler.progress()).hasSize(1);
        }
    }

    @Test
    void anIncrementListsWhatChangedAndALimitedRunItsNumber() throws Exception {
        // given
        try (SampleHub hub = hub("");
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {
            CrawlCheckpoint full = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.INCREMENTAL));
            hub.step(1);

            // when
            CrawlCheckpoint increment = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.INCREMENTAL));
            CrawlCheckpoint limited = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.FULL, 7L, null, false));

            // then
            assertThat(full.getMode()).isEqualTo(CrawlMode.FULL);
            assertThat(increment.getMode()).isEqualTo(CrawlMode.INCREMENTAL);
            assertThat(increment.getComplete()).isTrue();
            assertThat(increment.getWatermark()).isAfter(full.getWatermark());
            assertThat(idsOf(increment))
                    .isEqualTo(hub.truth()
                            .live()
                            .filter(it -> !it.lastModified()
                                    .isBefore(full.getWatermark().minus(java.time.Duration.ofMinutes(10))))
                            .map(ModelTruth::stableId)
                            .sorted()
                            .toList());
            assertThat(limited.getListed()).isEqualTo(7);
            assertThat(idsOf(limited)).hasSize(7);
            assertThat(stage.observations(ObservationKind.RUN_ENDED))
                    .filteredOn(it -> it.getRunId() != full.getRunId())
                    .hasSize(6)
                    .noneMatch(it -> it.getRun().getComplete());
            assertThat(crawler.progress()).hasSize(3);
        }
    }

    @Test
    void refusesRequestsForHubsThatItDoesNotKnow() throws Exception {
        // given
        CrawlRequest unknown = CrawlRequests.of("nohub", CrawlMode.FULL);
        try (SampleHub hub = hub("");
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {

            // when
            stage.ask(unknown);
            CrawlCheckpoint end = stage.crawl(CrawlRequests.of(Stage.HUB, CrawlMode.FULL));

            // then
            assertThat(end.getComplete()).isTrue();
            org.awaitility.Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() -> assertThat(stage.deadLetters())
                            .extracting(DeadLetter::getReason)
                            .containsExactly(DeadLetterReason.UNKNOWN_HUB));
            assertThat(crawler.progress()).hasSize(1);
        }
    }

    private List<String> idsOf(CrawlCheckpoint run) {
        return stage.observations(ObservationKind.LISTED).stream()
                .filter(it -> it.getRunId() == run.getRunId())
                .map(Observation::getStableId)
                .sorted()
                .toList();
    }

    private static List<String> liveIds(SampleHub hub) {
        Stream<ModelTruth> live = hub.truth().live();
        return live.map(ModelTruth::stableId).sorted().toList();
    }

    private static SampleHub hub(String faults) throws Exception {
        return SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withFaults(Faults.parse(faults)));
    }
}
