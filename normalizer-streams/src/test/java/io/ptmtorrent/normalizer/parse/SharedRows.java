package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real documents of all hubs in the form of rows as the crawler gives them. */
final class SharedRows {
    /** The recorded cards were written by Python, which knows NaN; the hub's own JSON does not. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final String COMMIT = "c".repeat(40);
    private static final String STABLE_ID = "65f000000000000000000000";
    private static final Map<String, String> RADAR = Map.of(
            "created_at", "createdAt",
            "updated_at", "lastModified",
            "library", "library_name",
            "downloads_30d", "downloads",
            "trending_score", "trendingScore");

    private final Path hubs;

    SharedRows(Path hubs) {
        this.hubs = hubs;
    }

    /** The hub's own recorded answers that describe a model. */
    List<byte[]> answers() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        JSON.readTree(file("huggingface/list-pages/models-sort-trending-15.json"))
                .forEach(found::add);
        JSON.readTree(file("huggingface/list-pages/models-expand-6.json")).forEach(found::add);
        found.add(JSON.readTree(file("huggingface/model-info/google-bert__bert-base-uncased.default.json")));
        for (Path answer : list("huggingface/http")) {
            found.add(JSON.readTree(Files.readAllBytes(answer)).path("body"));
        }
        found.removeIf(node -> !node.has("_id"));
        return bytes(found);
    }

    /** The cards of 2023, each as a row's cardData. */
    List<byte[]> cards() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(hubs.resolve("huggingface/card-metadata/hugginggpt-2023.jsonl"))) {
            ObjectNode row = (ObjectNode) JSON.readTree(line);
            row.put("_id", STABLE_ID).set("cardData", row.remove("meta"));
            found.add(row.without("task"));
        }
        return bytes(found);
    }

    /** The models that a project followed in 2026, its names of members made the hub's. */
    List<byte[]> radar() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(hubs.resolve("huggingface/radar-2026-08.jsonl"))) {
            ObjectNode row = (ObjectNode) JSON.readTree(line);
            row.put("_id", STABLE_ID);
            RADAR.forEach((from, to) -> row.set(to, row.remove(from)));
            found.add(row);
        }
        return bytes(found);
    }

    /** The manifest's models, and those of the statistics. */
    List<byte[]> onnx() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(file("onnx/ONNX_HUB_MANIFEST.json"))) {
            ObjectNode row = JSON.createObjectNode();
            row.put("commit", COMMIT).set("path", entry.path("model_path"));
            row.putArray("manifest").add(entry);
            row.putArray("files").addObject().set("path", entry.path("model_path"));
            String family = entry.path("model_path").asText().replaceFirst("/[^/]+/[^/]+$", "/README.md");
            Path readme = hubs.resolve("onnx/validated-readme/" + family.replace("/", "__"));
            if (Files.exists(readme)) {
                row.put("readme", Files.readString(readme)).put("readmePath", family);
            }
            found.add(row);
        }
        for (Path statistics : list("onnx/turnkey")) {
            String path = statistics.getFileName().toString().replace("__", "/").replace(".yaml", "/a.onnx");
            found.add(JSON.createObjectNode()
                    .put("commit", COMMIT)
                    .put("path", path)
                    .put("turnkey", Files.readString(statistics)));
        }
        return bytes(found);
    }

    List<byte[]> pytorch() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (Path card : list("pytorch/cards")) {
            ObjectNode row = JSON.createObjectNode();
            row.put("id", card.getFileName().toString().replace(".md", "")).put("commit", COMMIT);
            row.put("card", Files.readString(card));
            row.putObject("repository").put("asked", "a/b").put("name", "a/b").put("commit", COMMIT);
            found.add(row);
        }
        return bytes(found);
    }

    List<byte[]> modelhub() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode registry : JSON.readTree(file("modelhub/models.json"))) {
            String name = registry.path("github").asText().replace("https://github.com/", "");
            ObjectNode row = JSON.createObjectNode();
            row.set("registry", registry);
            row.putObject("repository").put("asked", name).put("name", name).put("commit", COMMIT);
            Path config = hubs.resolve("modelhub/repos/" + name.replace("/", "__") + "/config.json");
            if (Files.exists(config)) {
                row.putObject("files").put("contrib_src/model/config.json", Files.readString(config));
            }
            found.add(row);
        }
        return bytes(found);
    }

    private List<Path> list(String folder) throws IOException {
        try (Stream<Path> files = Files.list(hubs.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private byte[] file(String name) throws IOException {
        return Files.readAllBytes(hubs.resolve(name));
    }

    private static List<byte[]> bytes(List<JsonNode> rows) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (JsonNode row : rows) {
            bytes.add(JSON.writeValueAsBytes(row));
        }
        return bytes;
    }
}
