package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.crawler.CrawlerConfig;
import io.ptmtorrent.crawler.hub.Hubs;
import io.ptmtorrent.http.Bandwidth;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Rate;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import io.ptmtorrent.local.folder.Contents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aCrawlerOnAClusterServesAllHubsAndFollowsThoseThatItWasTold() {
        // when
        CrawlerConfig crawling =
                Services.crawler(crawl(CrawlConfig.End.NEVER, MINUTE), kafka(Map.of("crawler.every", "PT1H")));

        // then
        assertThat(crawling.hubs()).containsExactlyElementsOf(Hubs.NAMES);
        assertThat(crawling.followed()).containsExactly("modelhub");
        assertThat(crawling.every()).isEqualTo(MINUTE);
        assertThat(crawling.fullEvery()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void whatTheCommandLeavesOutTheSettingsSayElseEveryFiveMinutes() {
        // when
        CrawlerConfig set =
                Services.crawler(crawl(CrawlConfig.End.NEVER, null), kafka(Map.of("crawler.every", "PT1H")));
        CrawlerConfig unset = Services.crawler(crawl(CrawlConfig.End.NEVER, null), kafka(Map.of()));

        // then
        assertThat(set.every()).isEqualTo(Duration.ofHours(1));
        assertThat(unset.every()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aCrawlerThatEndsStartsNothingByItself() {
        // when
        CrawlerConfig crawling =
                Services.crawler(crawl(CrawlConfig.End.RUNS_ENDED, null), kafka(Map.of("crawler.every", "PT1H")));

        // then
        assertThat(crawling.every()).isNull();
    }

    @Test
    void noIncrementFollowsALimitedRunOfLocal() {
        // given an increment would read the whole hub
        LocalConfig limited = local(new CrawlOrder(Hubs.NAMES, CrawlMode.INCREMENTAL, 100L, null, false));
        LocalConfig whole = local(new CrawlOrder(Hubs.NAMES, CrawlMode.INCREMENTAL, null, null, false));

        // when, then
        assertThat(Services.crawler(limited, kafka(Map.of())).every()).isNull();
        assertThat(Services.crawler(whole, kafka(Map.of())).every()).isEqualTo(MINUTE);
    }

    @Test
    void theLedgerWaitsAsLongAsOurOwnCapsMakeAFileTake() {
        // given
        Bandwidth slow = new Bandwidth(Rate.parse("rate", "36kB/s"), null, Map.of());
        Map<String, String> own = Map.of("normalizer.ledger.bytes.per.second", "7");

        // when, then
        assertThat(transfer(Map.of(), Bandwidth.UNLIMITED)).isEqualTo(5_000_000);
        assertThat(transfer(Map.of(), slow)).isEqualTo(1_000);
        assertThat(transfer(own, slow)).isEqualTo(7);
    }

    private static long transfer(Map<String, String> settings, Bandwidth caps) {
        return Services.normalizer(Path.of("state"), kafka(settings), caps, 36)
                .ledger()
                .bytesPerSecond();
    }

    private static CrawlConfig crawl(CrawlConfig.End end, @Nullable Duration every) {
        CrawlOrder order = new CrawlOrder(List.of("modelhub"), CrawlMode.INCREMENTAL, null, null, false);
        HubHttpConfig http = HubHttpConfig.defaults("test");
        return new CrawlConfig(order, end, every, Duration.ofDays(2), http, Instant.EPOCH, null);
    }

    private static LocalConfig local(CrawlOrder order) {
        Contents contents = Contents.real("ptm.", 4);
        return new LocalConfig(
                Path.of("data"),
                contents,
                contents,
                order,
                FileChoice.of(Artifacts.NONE, null, true, false),
                false,
                MINUTE,
                KafkaConfigFile.none(),
                HubHttpConfig.defaults("test"),
                Instant.EPOCH,
                null);
    }

    private static KafkaSettings kafka(Map<String, String> passThrough) {
        return new KafkaSettings("localhost:1", "http://localhost:1", new Topics("ptm.", 4), passThrough);
    }
}
