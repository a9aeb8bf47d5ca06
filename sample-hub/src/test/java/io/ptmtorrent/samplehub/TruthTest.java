package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void naiveWalkFindsWhatTheTruthSays(int step) throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(
                        SampleHubConfig.defaults().withModels(600).withStep(step));
                HubReader reader = new HubReader(hub)) {
            // when
            List<JsonNode> rows = reader.rows(HubReader.LATEST_FIRST);
            // then
            assertThat(rows.stream().map(TruthTest::told).toList())
                    .containsExactlyInAnyOrderElementsOf(
                            hub.truth().live().map(TruthTest::told).toList());
            assertThat(hub.truth().liveCount()).isEqualTo(rows.size());
        }
    }

    @Test
    void everyKindOfChangeHappensAtAHundredModels() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(100))) {
            for (int step = 1; step <= 5; step++) {
                // when
                hub.step(step);
                // then
                Set<HubChange> kinds =
                        hub.truth().changed().map(ModelTruth::change).collect(Collectors.toSet());
                assertThat(kinds)
                        .contains(
                                HubChange.CREATED,
                                HubChange.REVISED,
                                HubChange.TAGGED,
                                HubChange.GATED,
                                HubChange.DISABLED,
                                HubChange.RENAMED,
                                HubChange.DELETED,
                                HubChange.REPLACED,
                                HubChange.RECREATED);
                assertThat(kinds.contains(HubChange.RESTORED)).isEqualTo(step > 1);
            }
        }
    }

    @Test
    void changesComeInTheSharesPromised() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(10_000))) {
            // when
            hub.step(1);
            // then
            Map<HubChange, Long> counts =
                    hub.truth().changed().collect(Collectors.groupingBy(ModelTruth::change, Collectors.counting()));
            assertThat(counts)
                    .containsEntry(HubChange.REVISED, 200L)
                    .containsEntry(HubChange.RENAMED, 50L)
                    .containsEntry(HubChange.DELETED, 30L)
                    .containsEntry(HubChange.REPLACED, 20L)
                    .containsEntry(HubChange.RECREATED, 20L)
                    .containsEntry(HubChange.CREATED, 100L);
        }
    }

    @Test
    void eachChangeIsWhatItIsCalled() throws IOException {
        // given
        try (SampleHub hub =
                SampleHub.start(SampleHubConfig.defaults().withModels(1_000).withStep(2))) {
            Map<String, ModelTruth> before =
                    hub.truth().models().collect(Collectors.toMap(ModelTruth::stableId, Function.identity()));
            // when
            hub.step(3);
            // then
            hub.truth().models().forEach(after -> {
                ModelTruth known = before.get(after.stableId());
                if (known == null) {
                    explainedBirth(after, hub.truth());
                } else {
                    explained(known, after);
                }
            });
        }
    }

    @Test
    void popularityMovesForATenth() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(2_000))) {
            Map<String, Long> before =
                    hub.truth().live().collect(Collectors.toMap(ModelTruth::stableId, ModelTruth::likes));
            // when
            hub.step(1);
            // then
            long moved = hub.truth()
                    .live()
                    .filter(model -> before.containsKey(model.stableId()))
                    .filter(model -> !Objects.equals(before.get(model.stableId()), model.likes()))
                    .count();
            assertThat(moved).isBetween(150L, 250L);
        }
    }

    @Test
    void truthOnceTakenStaysWhenTheHubMovesOn() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(200))) {
            SampleHubTruth truth = hub.truth();
            List<ModelTruth> before = truth.models().toList();
            // when
            hub.step(5);
            // then
            assertThat(truth.models().toList()).isEqualTo(before);
            assertThat(truth.step()).isZero();
            assertThat(hub.truth().step()).isEqualTo(5);
        }
    }

    private static void explainedBirth(ModelTruth born, SampleHubTruth truth) {
        assertThat(born.change()).isIn(HubChange.CREATED, HubChange.RECREATED);
        long replaced = truth.models()
                .filter(model -> model.path().equals(born.path()) && model.change() == HubChange.REPLACED)
                .count();
        assertThat(replaced).isEqualTo(born.change() == HubChange.RECREATED ? 1 : 0);
    }

    private static void explained(ModelTruth before, ModelTruth after) {
        switch (after.change()) {
            case CREATED, RECREATED -> fail("it was there before: " + after);
            case REVISED -> {
                assertThat(after.sha()).isNotEqualTo(before.sha());
                assertThat(after.lastModified()).isAfter(before.lastModified());
            }
            case RENAMED ->
                assertThat(after.formerPaths()).contains(before.path()).doesNotContain(after.path());
            case GATED -> assertThat(before.gated()).isEqualTo("false").isNotEqualTo(after.gated());
            case UNGATED -> assertThat(after.gated()).isEqualTo("false").isNotEqualTo(before.gated());
            case DISABLED -> assertThat(after.disabled()).isTrue().isNotEqualTo(before.disabled());
            case ENABLED -> assertThat(after.disabled()).isFalse().isNotEqualTo(before.disabled());
            case DELETED, REPLACED -> assertThat(after.live()).isFalse().isNotEqualTo(before.live());
            case RESTORED -> {
                assertThat(before.change()).isEqualTo(HubChange.DELETED);
                assertThat(after.live()).isTrue();
            }
            case TAGGED, NONE ->
                assertThat(List.of(after.path(), after.sha(), after.gated(), after.disabled(), after.live()))
                        .isEqualTo(
                                List.of(before.path(), before.sha(), before.gated(), before.disabled(), before.live()));
        }
        if (after.change() != HubChange.REVISED) {
            assertThat(after.lastModified()).isEqualTo(before.lastModified());
        }
    }

    private static List<Object> told(ModelTruth model) {
        return List.of(
                model.stableId(),
                model.path(),
                model.sha(),
                model.gated(),
                model.disabled(),
                model.createdAt(),
                model.lastModified(),
                model.downloads(),
                model.likes());
    }

    private static List<Object> told(JsonNode row) {
        return List.of(
                row.get("_id").asText(),
                row.get("id").asText(),
                row.get("sha").asText(),
                row.get("gated").asText(),
                row.get("disabled").asBoolean(),
                java.time.Instant.parse(row.get("createdAt").asText()),
                java.time.Instant.parse(row.get("lastModified").asText()),
                row.get("downloads").asLong(),
                row.get("likes").asLong());
    }
}
