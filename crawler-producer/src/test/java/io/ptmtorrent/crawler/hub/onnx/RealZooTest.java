package io.ptmtorrent.crawler.hub.onnx;

import static io.ptmtorrent.crawler.hub.GitHubStage.bytes;
import static io.ptmtorrent.crawler.hub.GitHubStage.full;
import static io.ptmtorrent.crawler.hub.GitHubStage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.GitHubStage;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.RealData;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.onnx.SampleZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real zoo at its last commit: every pointer, the whole manifest, the statistics that are there. */
class RealZooTest {
    private static final JsonMapper JSON = new JsonMapper();

    private RealData shared;
    private GitHubStage stage;
    private OnnxModelZoo hub;

    @BeforeEach
    void start() throws IOException {
        shared = RealData.find();
        stage = GitHubStage.start(List.of(repository()), github -> {
            github.withoutLfs(SampleZoo.REPOSITORY);
            github.mount("huggingface.co", request -> Answer.text(200, "[]"));
        });
        hub = new OnnxModelZoo(stage.http());
    }

    @AfterEach
    void stop() throws IOException {
        if (stage != null) {
            stage.close();
        }
    }

    private SampleRepository repository() throws IOException {
        SampleRepository.Builder files = SampleRepository.named("onnx", "models");
        for (List<String> row : shared.table("onnx/lfs-pointers.tsv")) {
            files.lfsPointer(row.get(0), row.get(1), Long.parseLong(row.get(2)));
        }
        files.file("ONNX_HUB_MANIFEST.json", shared.text("onnx/ONNX_HUB_MANIFEST.json"));
        for (Map.Entry<String, String> text : statistics().entrySet()) {
            files.file(text.getKey(), text.getValue());
        }
        return files.build();
    }

    /** Texts by the path that they have in the repository, which their names tell. */
    private Map<String, String> statistics() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.list(shared.path("onnx/turnkey"))) {
            for (Path file : all.toList()) {
                String folder = file.getFileName().toString().replace("__", "/").replace(".yaml", "");
                texts.put(folder + "/turnkey_stats.yaml", Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void everyPointerIsOneModelsWeightWithItsPathSizeAndDigest() throws IOException {
        // given
        Map<String, List<String>> expected = new HashMap<>();
        shared.table("onnx/lfs-pointers.tsv").forEach(row -> expected.put(row.get(0), row));

        // when
        List<HubRow> rows = rows(full(hub));

        // then
        int weights = 0;
        for (HubRow row : rows) {
            for (JsonNode file : JSON.readTree(bytes(row.body())).path("files")) {
                List<String> pointer = expected.remove(file.path("path").asText());
                assertThat(pointer).as(file.toString()).isNotNull();
                assertThat(file.path("sha256").asText()).isEqualTo(pointer.get(1));
                assertThat(file.path("size").asText()).isEqualTo(pointer.get(2));
                weights++;
            }
        }
        assertThat(expected).isEmpty();
        assertThat(rows).extracting(HubRow::stableId).doesNotHaveDuplicates().hasSize(2_380);
        assertThat(weights).isEqualTo(2_564);
        assertThat(stage.asked()).hasSize(3);
        RealData.report("ONNX Model Zoo, " + weights + " weights in " + rows.size() + " models");
    }

    @Test
    void everyRowOfTheManifestIsAtItsModelAsItStands() throws IOException {
        // given
        Map<String, JsonNode> manifest = new HashMap<>();
        JSON.readTree(shared.text("onnx/ONNX_HUB_MANIFEST.json"))
                .forEach(row -> manifest.put(row.path("model_path").asText(), row));

        // when
        List<HubRow> rows = rows(full(hub));

        // then
        int matched = 0;
        for (HubRow row : rows) {
            JsonNode envelope = JSON.readTree(bytes(row.body()));
            JsonNode expected = manifest.remove(row.id());
            assertThat(envelope.path("manifest")).hasSize(expected == null ? 0 : 1);
            if (expected != null) {
                assertThat(envelope.path("manifest").get(0)).isEqualTo(expected);
                matched++;
            }
            assertThat(envelope.has("manifestFault")).isFalse();
        }
        assertThat(manifest).isEmpty();
        assertThat(matched).isEqualTo(184);
        RealData.report("ONNX Model Zoo, " + matched + " rows of the manifest");
    }

    @Test
    void statisticsAreAtTheWeightBesideThem() throws IOException {
        // given
        List<String> expected = new ArrayList<>(statistics().values());

        // when
        List<HubRow> rows = rows(full(hub));

        // then
        List<String> found = new ArrayList<>();
        for (HubRow row : rows) {
            JsonNode text = JSON.readTree(bytes(row.body())).path("turnkey");
            if (text.isTextual()) {
                found.add(text.textValue());
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        RealData.report("ONNX Model Zoo, " + found.size() + " statistics");
    }

    @Test
    void everyFileOfAMirrorWithoutThemPointsToTheHostThatLostThem() throws IOException {
        // given
        List<HubRow> rows = rows(full(hub));

        // when
        int files = 0;
        for (HubRow row : rows) {
            FilePage.Listed page = (FilePage.Listed) hub.files(row.id(), String.valueOf(row.revision()), null);
            for (JsonNode file : JSON.readTree(bytes(page.body())).path("files")) {
                assertThat(file.path("url").asText())
                        .startsWith("https://media.githubusercontent.com/media/onnx/models/" + row.revision() + "/")
                        .endsWith("/" + file.path("path").asText());
                files++;
            }
        }

        // then
        assertThat(files).isEqualTo(2_564);
        assertThat(stage.asked()).hasSize(4);
    }
}
