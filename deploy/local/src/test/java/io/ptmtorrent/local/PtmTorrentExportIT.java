package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's six hubs, exported as PTMTorrent's data set: every pointer followed, every file held against its schema. */
final class PtmTorrentExportIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MODELS = 40;

    @TempDir
    private Path temp;

    @Test
    void everyModelOfSixHubsIsInItsHubsFilesAndTheyAreValidAgainstTheSchemasOf2023() throws IOException {
        // given
        run("demo", "--models", Integer.toString(MODELS), "--seed", "42", "--artifacts", "none");
        run("export", "--out", temp.resolve("lines").toString());

        // when
        run("export", "--format", "ptmtorrent", "--out", temp.resolve("data").toString());
        run("export", "--format", "ptmtorrent", "--out", temp.resolve("again").toString());

        // then
        Map<String, List<JsonNode>> models = models();
        assertThat(models).hasSize(6);
        assertThat(models.get("huggingface")).hasSize(MODELS);
        models.forEach((hub, expected) -> assertHub(hub, expected));
        PtmTorrentSchemas.assertValid(temp.resolve("data"), 6 + 7);
        assertThat(content("again")).isEqualTo(content("data"));
    }

    private void assertHub(String hub, List<JsonNode> models) {
        JsonNode records = read("data/" + hub + "/json/" + hub + ".json");
        assertThat(records).as(hub).hasSize(models.size());
        for (int i = 0; i < models.size(); i++) {
            JsonNode model = models.get(i);
            JsonNode told = records.get(i);
            assertThat(told.path("id").intValue()).isEqualTo(i);
            assertThat(told.path("ModelName").textValue())
                    .isEqualTo(model.path("name").textValue());
            assertThat(told.path("ModelOwner").textValue())
                    .isEqualTo(model.path("owner").asText("").replace("null", ""));
            assertThat(told.path("Datasets")).hasSize(model.path("datasets").size());
            assertPointer(hub, model, told.path("ModelHub"));
        }
    }

    private void assertPointer(String hub, JsonNode model, JsonNode pointer) {
        JsonNode entry = read("data/" + pointer.path("MetadataFilePath").textValue())
                .path(pointer.path("MetadataObjectID").intValue());
        switch (hub) {
            case "huggingface" -> {
                assertThat(entry.path("_id")).isEqualTo(model.path("stableId"));
                assertThat(entry.path("downloads").isIntegralNumber()).isTrue();
                assertThat(entry.path("likes").isIntegralNumber()).isTrue();
            }
            case "onnx-model-zoo" -> assertThat(entry.path("ModelPath")).isEqualTo(model.path("id"));
            case "pytorch-hub" -> assertThat(entry.path("ModelName")).isEqualTo(model.path("name"));
            case "modelhub" -> assertThat(entry.path("id")).isEqualTo(model.path("stableId"));
            case "modelzoo" ->
                assertThat(entry.path("title").asText()).isIn(model.path("name").textValue(), "");
            default -> assertThat(entry.path("ModelHub")).isEqualTo(pointer);
        }
    }

    private Map<String, List<JsonNode>> models() throws IOException {
        Map<String, List<JsonNode>> models = new TreeMap<>();
        for (String line : Files.readAllLines(temp.resolve("lines/models.jsonl"))) {
            JsonNode model = JSON.readTree(line);
            models.computeIfAbsent(model.path("hub").textValue(), any -> new ArrayList<>())
                    .add(model);
        }
        return models;
    }

    private Map<String, String> content(String of) throws IOException {
        Map<String, String> content = new TreeMap<>();
        Path root = temp.resolve(of);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }

    private JsonNode read(String file) {
        try {
            return JSON.readTree(temp.resolve(file).toFile());
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    private void run(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--data", temp.resolve("crawl").toString()));
        line.addAll(List.of(options));
        CommandRun run = CommandRun.of(line.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }
}
