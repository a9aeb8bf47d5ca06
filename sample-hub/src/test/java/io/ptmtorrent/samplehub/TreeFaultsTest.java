package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of a model's list of files, and a list that is very long. */
class TreeFaultsTest {
    private static final SampleHubConfig CONFIG = SampleHubConfig.defaults().withModels(60);

    @ParameterizedTest
    @CsvSource({
        "tree-html-page=%d, 200, <!DOCTYPE html>",
        "tree-not-json=%d, 200, upstream connect",
        "tree-429=%d@2, 429, '{\"error\":'",
        "tree-5xx=%d, 503, upstream trouble",
        "tree-no-revision=%d, 404, '{\"error\":\"Invalid rev id'"
    })
    void faultOfATreeIsTheAnswer(String fault, int status, String start) throws IOException {
        // given
        ModelTruth model = any();
        try (SampleHub hub = hub(String.format(fault, model.number()));
                HubReader reader = new HubReader(hub)) {
            // when
            HttpResponse<byte[]> answer = reader.get(FileFetcher.tree(model));
            // then
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(HubReader.text(answer)).startsWith(start);
        }
    }

    @Test
    void aLostRevisionStaysLostAndTheModelStays() throws IOException {
        // given
        ModelTruth model = any();
        try (SampleHub hub = hub("tree-no-revision=" + model.number());
                HubReader reader = new HubReader(hub)) {
            // when
            reader.get(FileFetcher.tree(model));
            HttpResponse<byte[]> again = reader.get(FileFetcher.tree(model));
            // then
            assertThat(HubReader.header(again, "x-error-code")).isEqualTo("RevisionNotFound");
            assertThat(reader.get("/api/models/" + Answer.encoded(model.path())).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void cutAndTruncatedTreesAreNoJson() throws IOException {
        // given
        ModelTruth model = any();
        try (SampleHub hub = hub("tree-truncated-page=%1$dx2,tree-cut=%1$d".formatted(model.number()));
                HubReader reader = new HubReader(hub)) {
            // then
            assertThatThrownBy(() -> reader.get(FileFetcher.tree(model))).isInstanceOf(IOException.class);
            HttpResponse<byte[]> truncated = reader.get(FileFetcher.tree(model));
            assertThatThrownBy(() -> HubReader.json(truncated)).isInstanceOf(java.io.UncheckedIOException.class);
            assertThat(HubReader.json(reader.get(FileFetcher.tree(model)))).isNotEmpty();
        }
    }

    @Test
    void fiftyThousandFilesComeInPagesOfAThousand() throws IOException {
        // given
        ModelTruth model = any();
        try (SampleHub hub = hub("tree-many-files=" + model.number());
                HubReader reader = new HubReader(hub)) {
            // when
            List<HttpResponse<byte[]>> pages = new FileFetcher(hub, reader).pages(model);
            // then
            List<FileTruth> files = hub.truth().files(model);
            assertThat(files).hasSizeGreaterThan(50_000);
            assertThat(pages).hasSize(51);
            List<String> paths = new ArrayList<>();
            for (HttpResponse<byte[]> page : pages) {
                JsonNode entries = HubReader.json(page);
                assertThat(entries.size()).isLessThanOrEqualTo(1_000);
                entries.forEach(entry -> {
                    if (entry.get("type").asText().equals("file")) {
                        paths.add(entry.get("path").asText());
                    }
                });
            }
            assertThat(paths.stream().sorted().toList())
                    .isEqualTo(files.stream().map(FileTruth::path).sorted().toList());
            assertThat(reader.rows("limit=100&sort=createdAt&direction=1&expand=siblings"))
                    .filteredOn(row -> row.get("_id").asText().equals(model.stableId()))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("siblings")).hasSize(files.size()));
        }
    }

    @Test
    void aHeavyFileIsWhatTheTreeSaysOfIt() throws IOException {
        // given
        ModelTruth model = any();
        try (SampleHub hub = hub("tree-heavy-file=" + model.number() + "@17");
                HubReader reader = new HubReader(hub)) {
            // when
            FileFetcher.Found heavy = FileFetcher.found(hub, model)
                    .filter(it -> it.file().path().equals("weights/heavy.safetensors"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = new FileFetcher(hub, reader).bytes(heavy).body();
            // then
            assertThat(bytes).hasSize(17 << 20);
            assertThat(Digests.sha256(bytes))
                    .isEqualTo(heavy.file().sha256())
                    .isEqualTo(heavy.file().announcedSha256());
        }
    }

    @Test
    void aLaterPageOfATreeMayRepeatItsCursor() throws IOException {
        // given
        ModelTruth model = any();
        String faults = "tree-many-files=%1$d@2500,tree-repeat-cursor=%1$d.2".formatted(model.number());
        try (SampleHub hub = hub(faults);
                HubReader reader = new HubReader(hub)) {
            String second = HubReader.next(reader.get(FileFetcher.tree(model))).orElseThrow();
            // when
            HttpResponse<byte[]> page = reader.get(second);
            // then
            assertThat(HubReader.json(page)).hasSize(1_000);
            assertThat(HubReader.next(page)).contains(second);
        }
    }

    private static ModelTruth any() throws IOException {
        try (SampleHub well = SampleHub.start(CONFIG)) {
            return FileFetcher.free(well)
                    .filter(model -> model.oddity() == null)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static SampleHub hub(String faults) throws IOException {
        return SampleHub.start(CONFIG.withFaults(Faults.parse(faults)));
    }
}
