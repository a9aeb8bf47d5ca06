package io.ptmtorrent.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the whole of {@code ptm local} just before a transaction is committed, starts it again, and finds what an
 * undisturbed run leaves.
 */
class KillIT {
    /** Three pages. */
    private static final int MODELS = 500;

    private static final String SETTINGS = "crawler.page-size=200";

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static SampleHub hub;
    private static Outcome undisturbed;

    /** What a run leaves: the models as exported, and what a reader of committed updates sees, repeats included. */
    private record Outcome(String models, List<String> updates) {
        static Outcome of(LocalCrawl crawl) throws IOException, InterruptedException {
            return new Outcome(Files.readString(crawl.export().resolve("models.jsonl")), crawl.updates());
        }
    }

    /** The crawler's transactions: the first accepts the request, the second and the next ones are pages. */
    enum Moment {
        REQUEST_NOT_ACCEPTED,
        SECOND_PAGE_NOT_WRITTEN,
        /** Two pages are there; the normalizer's next transaction is not committed. */
        PAGES_NOT_NORMALIZED
    }

    @BeforeAll
    static void crawlUndisturbed() throws Exception {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withSeed(11));
        LocalCrawl crawl = new LocalCrawl(shared, hub, SETTINGS);
        crawl.run();
        undisturbed = Outcome.of(crawl);
        assertThat(undisturbed.updates()).hasSizeGreaterThan(MODELS * 9 / 10).doesNotHaveDuplicates();
    }

    @AfterAll
    static void stopHub() throws IOException {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingAndShowsNothingTwice(Moment moment) throws Exception {
        // given
        LocalCrawl crawl = new LocalCrawl(temp, hub, SETTINGS);

        // when
        crawl.runKilledAt(due(moment));
        crawl.run();

        // then
        Outcome outcome = Outcome.of(crawl);
        assertThat(outcome.updates()).doesNotHaveDuplicates();
        assertThat(outcome.updates()).containsExactlyInAnyOrderElementsOf(undisturbed.updates());
        assertThat(outcome.models()).isEqualTo(undisturbed.models());
        assertThat(crawl.report().hub("models"))
                .isEqualTo(undisturbed.models().lines().count());
    }

    private static Predicate<KafkaProxy.Request> due(Moment moment) {
        AtomicInteger crawlers = new AtomicInteger();
        return switch (moment) {
            case REQUEST_NOT_ACCEPTED -> request -> request.commits("crawl-huggingface");
            case SECOND_PAGE_NOT_WRITTEN ->
                request -> request.commits("crawl-huggingface") && crawlers.incrementAndGet() == 3;
            case PAGES_NOT_NORMALIZED ->
                request -> {
                    if (request.commits("crawl-huggingface")) {
                        crawlers.incrementAndGet();
                    }
                    return request.commits("normalizer") && crawlers.get() >= 3;
                };
        };
    }
}
