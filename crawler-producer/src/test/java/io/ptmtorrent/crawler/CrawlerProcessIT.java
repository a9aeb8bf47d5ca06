package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.samplehub.HubRequest;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crawlers as processes that are killed, frozen and asked to end. */
class CrawlerProcessIT {
    private static final int MODELS = 600;

    @TempDir
    private Path dir;

    @RegisterExtension
    private final ProcessLogs logs = new ProcessLogs(() -> dir);

    @ParameterizedTest
    @ValueSource(ints = {3, 12})
    void resumesAtCommittedCursorAfterCrash(int killedAt) throws Exception {
        // given
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS));
                CrawlerProcess first = CrawlerProcess.start("first", stage.settings, hub.apiUri(), dir)) {
            AtomicInteger requests = new AtomicInteger();
            hub.onRequest(request -> {
                if (requests.incrementAndGet() == killedAt) {
                    first.kill();
                }
            });
            CrawlRequest request = CrawlRequests.of(Stage.HUB, CrawlMode.FULL);
            stage.ask(request);

            // when
            try (CrawlerProcess second = CrawlerProcess.start("second", stage.settings, hub.apiUri(), dir)) {
                CrawlCheckpoint end = stage.awaitEnd(request);

                // then
                assertUndisturbed(stage, hub, end);
                assertThat(requests.get()).isBetween(12, 12 + 3);
                assertThat(second.terminate()).isIn(0, 143);
            }
        }
    }

    @Test
    void aFrozenOwnerWritesNothingAfterAnotherTookOver() throws Exception {
        // given
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS));
                CrawlerProcess one = CrawlerProcess.start("one", stage.settings, hub.apiUri(), dir);
                CrawlerProcess two = CrawlerProcess.start("two", stage.settings, hub.apiUri(), dir)) {
            Freezer freezer = new Freezer(List.of(one, two));
            hub.onRequest(freezer::saw);
            CrawlRequest request = CrawlRequests.of(Stage.HUB, CrawlMode.FULL);

            // when
            CrawlCheckpoint end = stage.crawl(request);

            // then
            assertThat(freezer.hasThawed()).isTrue();
            assertUndisturbed(stage, hub, end);
            CrawlRequest next = CrawlRequests.of(Stage.HUB, CrawlMode.FULL);
            assertThat(stage.crawl(next).getComplete()).isTrue();
            assertThat(stage.observations(ObservationKind.RUN_ENDED)).hasSize(6);
            assertThat(stage.observations(ObservationKind.LISTED)).hasSize(2 * MODELS);
        }
    }

    private static void assertUndisturbed(Stage stage, SampleHub hub, CrawlCheckpoint end) {
        assertThat(end.getComplete()).as(end.getEndReason()).isTrue();
        assertThat(end.getListed()).isEqualTo(MODELS);
        assertThat(stage.listedIds())
                .isEqualTo(hub.truth().live().map(ModelTruth::stableId).sorted().toList());
        assertThat(stage.observations(ObservationKind.RUN_ENDED))
                .hasSize(3)
                .allMatch(it -> it.getRun().getComplete());
        assertThat(stage.deadLetters()).isEmpty();
    }

    /** Freezes whoever asks for the fourth page while it does so, and thaws it at the other's second request. */
    private static final class Freezer {
        private final List<CrawlerProcess> processes;
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger afterTakeover = new AtomicInteger();
        private final AtomicReference<@Nullable CrawlerProcess> frozen = new AtomicReference<>();

        Freezer(List<CrawlerProcess> processes) {
            this.processes = processes;
        }

        void saw(HubRequest request) {
            if (requests.incrementAndGet() == 4) {
                CrawlerProcess owner = processes.stream()
                        .filter(it -> it.sent(request))
                        .findAny()
                        .orElseThrow();
                frozen.set(owner);
                owner.freeze();
            } else if (requests.get() > 4 && afterTakeover.incrementAndGet() == 2) {
                Objects.requireNonNull(frozen.get()).thaw();
            }
        }

        boolean hasThawed() {
            return afterTakeover.get() >= 2;
        }
    }
}
