package io.ptmtorrent.local.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The objects of a data folder as they are now, read as another program reads them.
 *
 * @param objects SHA-256 of every file by its place in the folder of the objects
 * @param manifests by their place
 */
record StoredFolder(Map<String, String> objects, Map<String, JsonNode> manifests) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static StoredFolder of(Path data) throws Exception {
        Path root = data.resolve("objects");
        Map<String, String> objects = new TreeMap<>();
        Map<String, JsonNode> manifests = new HashMap<>();
        for (Path file : regularFiles(root)) {
            byte[] bytes = Files.readAllBytes(file);
            String key = root.relativize(file).toString();
            objects.put(
                    key,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            if (key.endsWith("manifest.json")) {
                manifests.put(key, JSON.readTree(bytes));
            }
        }
        return new StoredFolder(objects, manifests);
    }

    static List<Path> regularFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Those below {@code folder}. */
    Map<String, String> under(String folder) {
        Map<String, String> some = new TreeMap<>(objects);
        some.keySet().removeIf(key -> !key.startsWith(folder + "/"));
        return some;
    }

    static String manifestKey(ModelTruth model) {
        return "packages/huggingface/" + model.stableId() + "/" + model.sha() + "/manifest.json";
    }

    /** Of the model's present revision. */
    JsonNode manifest(ModelTruth model) {
        return Objects.requireNonNull(manifests.get(manifestKey(model)), model::toString);
    }

    /** What that manifest says, by path. */
    Map<String, Row> rows(ModelTruth model) {
        Map<String, Row> rows = new HashMap<>();
        for (JsonNode file : manifest(model).path("files")) {
            FileState state = FileState.valueOf(file.path("state").asText());
            FileReason reason =
                    file.has("reason") ? FileReason.valueOf(file.path("reason").asText()) : null;
            rows.put(
                    file.path("path").asText(),
                    new Row(state, file.path("sha256").asText(null), reason));
        }
        return rows;
    }
}
