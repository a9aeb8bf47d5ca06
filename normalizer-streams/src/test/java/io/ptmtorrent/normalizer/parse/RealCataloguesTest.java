package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.OnnxModelZooModel;
import io.ptmtorrent.avro.PerformanceClaim;
import io.ptmtorrent.contract.RecordSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real cards, manifest, statistics and READMEs in the folder that {@code -Dptm.shared=DIR} names. */
final class RealCataloguesTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LICENSE_HEADING = Pattern.compile("(?im)^\\s*#+\\s*licen[cs]e");
    private static final String COMMIT = "c".repeat(40);

    private Path hubs = Path.of("");

    @BeforeEach
    void find() {
        String given = System.getProperty("ptm.shared", "");
        boolean there = !given.isEmpty() && Files.isDirectory(Path.of(given));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared: '" + given + "' is no folder, and CI=true asks for it");
        }
        assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder");
        hubs = Path.of(given).resolve("hubs");
    }

    @Test
    void everyCardOfPyTorchHubIsReadAndTheKeyThatOneHasTwiceIsSaid() throws IOException {
        // given
        List<Path> cards = files("pytorch/cards");

        // when, then
        for (Path card : cards) {
            ObjectNode row = JSON.createObjectNode();
            String id = card.getFileName().toString().replace(".md", "");
            row.put("id", id).put("commit", COMMIT).put("card", Files.readString(card));
            row.putObject("repository").put("asked", "a/b").put("name", "a/b").put("commit", COMMIT);
            Model model = model(new PyTorchHubParser(), row);
            boolean twice = id.equals("snakers4_silero-models_tts");
            assertThat(model.getIssues()).as(id).hasSize(twice ? 1 : 0);
            assertThat(model.getPytorchHub().getGithubId()).as(id).contains("/");
            assertThat(model.getPytorchHub().getSummary()).as(id).isNotBlank();
            assertThat(model.getPytorchHub().getCategory()).as(id).isEqualTo("researchers");
            assertThat(model.getPytorchHub().getAccelerator()).as(id).isNotBlank();
            assertThat(model.getTask()).as(id).isIn("vision", "nlp", "generative", "audio");
            assertThat(model.getName()).as(id).isNotEqualTo(id);
        }
        assertThat(cards).hasSize(43);
        report("PyTorch Hub, " + cards.size() + " cards");
    }

    @Test
    void everyRowOfTheOnnxManifestIsReadWithoutAnIssue() throws IOException {
        // given
        JsonNode manifest =
                JSON.readTree(hubs.resolve("onnx/ONNX_HUB_MANIFEST.json").toFile());

        // when, then
        for (JsonNode entry : manifest) {
            String path = entry.path("model_path").asText();
            ObjectNode row = JSON.createObjectNode();
            row.put("commit", COMMIT).put("path", path);
            row.putArray("manifest").add(entry);
            ObjectNode file = row.putArray("files").addObject();
            file.put("path", path).put("sha256", entry.at("/metadata/model_sha").asText());
            Model model = model(new OnnxParser(), row);
            assertThat(model.getIssues()).as(path).isEmpty();
            assertThat(model.getOnnxModelZoo().getOpset())
                    .isEqualTo(entry.path("opset_version").intValue());
            assertThat(model.getOnnxModelZoo().getOnnxVersion())
                    .isEqualTo(entry.path("onnx_version").asText());
            assertThat(model.getTags()).contains(entry.at("/metadata/tags/0").asText());
            assertThat(model.getTask()).as(path).isEqualTo(path.split("/", -1)[2]);
        }
        assertThat(manifest).hasSize(184);
        report("ONNX Model Zoo, " + manifest.size() + " rows of the manifest");
    }

    @Test
    void everyStatisticsOfTheOnnxZooAreReadWithoutAnIssue() throws IOException {
        // given
        List<Path> statistics = files("onnx/turnkey");

        // when, then
        for (Path file : statistics) {
            String path = file.getFileName().toString().replace("__", "/").replace(".yaml", "/a.onnx");
            ObjectNode row = JSON.createObjectNode();
            row.put("commit", COMMIT).put("path", path).put("turnkey", Files.readString(file));
            Model model = model(new OnnxParser(), row);
            assertThat(model.getIssues()).as(path).isEmpty();
            assertThat(model.getTask()).isEqualTo(path.split("/", -1)[0]);
            assertThat(model.getArchitecture()).as(path).isNotBlank();
            assertThat(model.getParameterCount()).as(path).isNotNegative();
            assertThat(model.getOnnxModelZoo().getOpset()).as(path).isBetween(16, 18);
            assertThat(model.getOnnxModelZoo().getIrVersion()).as(path).isEqualTo(8);
            assertThat(model.getOnnxModelZoo().getTurnkey())
                    .contains("\"onnx_ops_counter\"")
                    .doesNotContain("system_info", "azureuser");
        }
        assertThat(statistics).hasSize(12);
        report("ONNX Model Zoo, " + statistics.size() + " statistics");
    }

    @Test
    void everyReadmeOfTheOnnxZooThatNamesALicenseGivesOne() throws IOException {
        // given
        List<Path> readmes = files("onnx/validated-readme");

        // when, then
        int licensed = 0;
        for (Path readme : readmes) {
            String text = Files.readString(readme);
            List<String> licenses = CardText.licenses(text);
            assertThat(licenses)
                    .as(readme.toString())
                    .hasSize(LICENSE_HEADING.matcher(text).find() ? 1 : 0);
            licensed += licenses.size();
        }
        report("ONNX Model Zoo, " + readmes.size() + " READMEs, " + licensed + " licences");
    }

    /** The READMEs that are there; their tables link to every weight of theirs that the manifest has. */
    @Test
    void everyReadmeOfTheOnnxZooTellsOfItsWeights() throws IOException {
        // given
        JsonNode manifest =
                JSON.readTree(hubs.resolve("onnx/ONNX_HUB_MANIFEST.json").toFile());

        // when, then
        int found = 0;
        List<PerformanceClaim> claims = new ArrayList<>();
        for (JsonNode entry : manifest) {
            String path = entry.path("model_path").asText();
            String family = path.replaceFirst("/[^/]+/[^/]+$", "/README.md");
            Path readme = hubs.resolve("onnx/validated-readme/" + family.replace("/", "__"));
            if (Files.exists(readme)) {
                Model model = model(new OnnxParser(), described(path, entry, family, Files.readString(readme)));
                assertThat(model.getOnnxModelZoo().getTable()).as(path).isNotEmpty();
                assertThat(model.getOnnxModelZoo().getSize()).as(path).matches("[0-9.]+ ?[kKMG]B");
                assertThat(model.getOnnxModelZoo().getReadmePath()).isEqualTo(family);
                assertThat(model.getIssues()).as(path).isEmpty();
                found++;
                claims.addAll(model.getClaims());
            }
        }
        Map<String, Long> byMetric = claims.stream()
                .collect(Collectors.groupingBy(PerformanceClaim::getMetric, TreeMap::new, Collectors.counting()));
        report("ONNX Model Zoo, tables: " + found + " weights, " + claims.size() + " claims " + byMetric);
        assertThat(found).isEqualTo(156);
        assertThat(claims).allSatisfy(claim -> assertThat(claim.getValue()).isNotNull());
        assertThat(byMetric)
                .containsEntry("EM", 2L)
                .containsEntry("Mean IoU", 5L)
                .containsEntry("mIOU (%)", 3L);
    }

    private static ObjectNode described(String path, JsonNode entry, String family, String readme) {
        ObjectNode row = JSON.createObjectNode();
        row.put("commit", COMMIT).put("path", path).put("readme", readme).put("readmePath", family);
        row.putArray("manifest").add(entry);
        return row;
    }

    @Test
    void everyFamilyThatTheZoosReadmeListsHasANameAClassAndAPaper() throws IOException {
        // given
        List<String> lines = Files.readAllLines(hubs.resolve("onnx/README.root.md"));

        // when, then
        int families = 0;
        int spaces = 0;
        String heading = "";
        for (String line : lines) {
            heading = line.startsWith("#") ? line : heading;
            if (line.contains("|") && line.contains("](validated/")) {
                ObjectNode row = JSON.createObjectNode().put("path", "validated/a/b/c/model/d.onnx");
                row.putObject("listed")
                        .put("heading", heading)
                        .put("header", "|Model Class |Reference |Description |Huggingface Spaces|")
                        .put("row", line);
                OnnxModelZooModel part = model(new OnnxParser(), row).getOnnxModelZoo();
                assertThat(part.getModelClass()).as(line).doesNotContain("<", "[", "*");
                assertThat(part.getCategory()).as(line).matches("[a-z_]+");
                assertThat(part.getPaper()).as(line).startsWith("http");
                assertThat(part.getDescription()).as(line).isNotBlank().doesNotContain("<br>");
                spaces += part.getSpaceUrl() == null ? 0 : 1;
                families++;
            }
        }
        report("ONNX Model Zoo, " + families + " families listed, " + spaces + " with a Space");
        assertThat(families).isEqualTo(39);
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(hubs.resolve(folder))) {
            return all.sorted().toList();
        }
    }

    private static Model model(HubParser parser, JsonNode row) throws IOException {
        Parsed parsed = parser.parse(JSON.writeValueAsBytes(row));
        assertThat(parsed).isInstanceOf(Accepted.class);
        return ((Accepted) parsed).model();
    }

    private static void report(String counts) {
        System.out.println("ptm.shared tests: " + counts);
    }
}
