package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final int MODELS = 4_000;

    private static SampleHub hub;
    private static long bytes;
    private static List<JsonNode> rows;

    @BeforeAll
    static void read() throws IOException {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withSeed(77));
        try (HubReader reader = new HubReader(hub)) {
            List<HttpResponse<byte[]>> pages = reader.pages(HubReader.OLDEST_FIRST.replace("limit=100", "limit=1000"));
            bytes = pages.stream().mapToLong(page -> page.body().length).sum();
            rows = pages.stream()
                    .flatMap(page -> HubReader.json(page).valueStream())
                    .toList();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
    }

    @Test
    void everyRowIsAnObjectWithBothIds() {
        assertThat(rows).hasSize(MODELS).allSatisfy(row -> {
            assertThat(row.get("_id").asText()).matches("[0-9a-f]{24}");
            assertThat(row.get("id").asText()).isNotBlank();
        });
    }

    @Test
    void rowsAreAsLongAsRealOnes() {
        assertThat(bytes / MODELS).isGreaterThanOrEqualTo(1_300);
    }

    @Test
    void oneRowInTenIsAwkwardAndEveryKindOccurs() {
        // when
        List<ModelTruth> awkward = hub.truth().awkward().toList();
        // then
        Set<String> kinds = awkward.stream().map(ModelTruth::oddity).collect(Collectors.toSet());
        assertThat(awkward).hasSize(MODELS / 10);
        assertThat(kinds)
                .isEqualTo(Arrays.stream(Oddity.values()).map(Oddity::name).collect(Collectors.toSet()));
    }

    @Test
    void gapsAreAsCommonAsInRealRows() {
        assertThat(percent(row -> !row.has("pipeline_tag"))).isCloseTo(43, within(4.0));
        assertThat(percent(row -> !row.has("library_name"))).isCloseTo(34, within(4.0));
        assertThat(percent(row -> !row.path("tags").toString().contains("\"license:")))
                .isCloseTo(28, within(4.0));
        assertThat(percent(row -> row.get("gated").isTextual())).isCloseTo(3, within(1.5));
    }

    @Test
    void objectIdBeginsWithTheSecondOfCreation() {
        assertThat(rows).allSatisfy(row -> {
            String created = row.get("createdAt").asText();
            String seconds =
                    String.format("%08x", java.time.Instant.parse(created).getEpochSecond());
            assertThat(row.get("_id").asText()).startsWith(seconds);
            assertThat(created).isBetween("2022-03-02T23:29:04.000Z", "2026-10-01T00:00:00.000Z");
            assertThat(row.get("lastModified").asText()).isBetween(created, "2026-10-01T00:00:00.000Z");
        });
    }

    @Test
    void awkwardRowsAreAwkwardInTheWayTheySay() {
        assertThat(odd(Oddity.CARD_NULL)).allMatch(row -> row.get("cardData").isNull());
        assertThat(odd(Oddity.CARD_LIST)).allMatch(row -> row.get("cardData").isArray());
        assertThat(odd(Oddity.CARD_NUMBER)).allMatch(row -> row.get("cardData").isNumber());
        assertThat(odd(Oddity.CARD_TEXT)).allMatch(row -> row.get("cardData").isTextual());
        assertThat(odd(Oddity.LANGUAGE_FALSE))
                .allMatch(row -> row.at("/cardData/language/1").isBoolean());
        assertThat(odd(Oddity.LICENCE_LIST))
                .allMatch(row -> row.at("/cardData/license").isArray());
        assertThat(odd(Oddity.DATASETS_TEXT))
                .allMatch(row -> row.at("/cardData/datasets").isTextual());
        assertThat(odd(Oddity.ROW_TAGS_NULL)).allMatch(row -> row.get("tags").isNull());
        assertThat(odd(Oddity.CARD_TAGS_NULL))
                .allMatch(row -> row.at("/cardData/tags").isNull());
        assertThat(odd(Oddity.CONFIG_ABSENT)).noneMatch(row -> row.has("config"));
        assertThat(odd(Oddity.BASE_MODEL_LIST))
                .allMatch(row -> row.at("/cardData/base_model").isArray());
        assertThat(odd(Oddity.METRIC_TEXT)).allMatch(row -> metric(row).isTextual());
        assertThat(odd(Oddity.MODEL_INDEX_NOT_LIST))
                .allMatch(row -> row.at("/cardData/model-index").isObject());
        assertThat(odd(Oddity.NO_OWNER))
                .noneMatch(row -> row.has("author") || row.get("id").asText().contains("/"));
        assertThat(odd(Oddity.UNICODE_ID))
                .noneMatch(row -> row.get("id").asText().matches("\\p{ASCII}*"));
        assertThat(odd(Oddity.MANY_TAGS)).anyMatch(row -> row.get("tags").size() > 2_074);
        assertThat(odd(Oddity.MANY_FILES)).anyMatch(row -> row.get("siblings").size() > 1_000);
        assertThat(odd(Oddity.NO_FILES)).allMatch(row -> row.get("siblings").size() == 1);
        assertThat(odd(Oddity.LONG_ID))
                .allMatch(row -> row.get("id").asText().replaceAll(".*/", "").length() == 96);
    }

    @Test
    void modelsMadeFromOthersNameThem() {
        // when
        List<JsonNode> derived =
                rows.stream().filter(row -> row.has("baseModels")).toList();
        // then
        Set<String> ids = rows.stream().map(row -> row.get("_id").asText()).collect(Collectors.toSet());
        assertThat(derived).hasSizeGreaterThan(MODELS / 5).allSatisfy(row -> {
            assertThat(row.at("/baseModels/relation").asText()).isIn("adapter", "quantized");
            assertThat(row.at("/baseModels/models/0/_id").asText()).isIn(ids);
        });
    }

    @Test
    void pathsAreUniqueWhateverTheCase() {
        assertThat(rows)
                .extracting(row -> ModelFacts.fold(row.get("id").asText()))
                .doesNotHaveDuplicates();
    }

    private static double percent(Predicate<JsonNode> which) {
        return rows.stream().filter(which).count() * 100.0 / MODELS;
    }

    private static JsonNode metric(JsonNode row) {
        return row.at("/cardData/model-index/0/results/0/metrics/0/value");
    }

    private static List<JsonNode> odd(Oddity oddity) {
        Set<String> ids = hub.truth()
                .awkward()
                .filter(model -> oddity.name().equals(model.oddity()))
                .map(ModelTruth::stableId)
                .collect(Collectors.toSet());
        List<JsonNode> found = rows.stream()
                .filter(row -> ids.contains(row.get("_id").asText()))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }
}
