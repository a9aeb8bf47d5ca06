package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    private static final SampleHubConfig CONFIG = SampleHubConfig.defaults().withModels(400);

    @Test
    void sameSeedIsSameBytesAtEveryStep() throws IOException {
        // given
        try (SampleHub one = SampleHub.start(CONFIG);
                SampleHub other = SampleHub.start(CONFIG.withStep(3))) {
            // when
            one.step(1);
            one.step(3);
            // then
            assertThat(listing(one)).isEqualTo(listing(other));
        }
    }

    @Test
    void otherSeedIsAnotherHub() throws IOException {
        // given
        try (SampleHub one = SampleHub.start(CONFIG);
                SampleHub other = SampleHub.start(CONFIG.withSeed(2))) {
            // when
            List<String> rows = listing(one);
            // then
            assertThat(rows).isNotEqualTo(listing(other));
        }
    }

    @Test
    void steppingBackGivesTheFormerBytes() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withStep(1))) {
            List<String> before = listing(hub);
            hub.step(4);
            assertThat(listing(hub)).isNotEqualTo(before);
            // when
            hub.step(1);
            // then
            assertThat(listing(hub)).isEqualTo(before);
        }
    }

    @Test
    void unchangedModelIsTheSameRowInTheNextStep() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG);
                HubReader reader = new HubReader(hub)) {
            var before = reader.rows(HubReader.OLDEST_FIRST);
            // when
            hub.step(1);
            // then
            var after = reader.rows(HubReader.OLDEST_FIRST);
            long same = after.stream().filter(before::contains).count();
            long touched = hub.truth().changed().count();
            assertThat(same).isBetween(400 * 80 / 100L, 400 - touched / 2);
        }
    }

    @Test
    void dateHeaderIsTheHubsOwnDay() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withStep(2));
                HubReader reader = new HubReader(hub)) {
            // when
            var answer = reader.get("/api/models?limit=1");
            // then
            assertThat(HubReader.header(answer, "date")).isEqualTo("Sat, 03 Oct 2026 00:00:00 GMT");
        }
    }

    private static List<String> listing(SampleHub hub) throws IOException {
        try (HubReader reader = new HubReader(hub)) {
            return reader.pages(HubReader.OLDEST_FIRST).stream()
                    .map(HubReader::text)
                    .toList();
        }
    }
}
