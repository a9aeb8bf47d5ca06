package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.wire.RecordWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walks the real documents of the folder that {@code -Dptm.shared=DIR} names. */
final class SharedDocumentsTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    /** The recorded cards were written by Python, which knows NaN; the hub's own JSON does not. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final HuggingFaceParser parser = new HuggingFaceParser();
    private final RecordWriter<Model> writer = new RecordWriter<>(Model.class, 1);
    private Path shared = Path.of("");

    @BeforeEach
    void find() {
        String given = System.getProperty("ptm.shared", "");
        boolean there = !given.isEmpty() && Files.isDirectory(Path.of(given));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared: '" + given + "' is no folder, and CI=true asks for it");
        }
        assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder");
        shared = Path.of(given);
    }

    @Test
    void everyRowWithAnIdentityIsAModelAndEveryOtherIsRejectedForIt() throws IOException {
        // given
        List<JsonNode> rows = new ArrayList<>();
        rows.addAll(elements("hubs/huggingface/list-pages/models-sort-trending-15.json"));
        rows.addAll(elements("hubs/huggingface/list-pages/models-expand-6.json"));
        rows.addAll(members("hubs/huggingface/list-pages/api-trending-cache.json"));
        rows.add(JSON.readTree(path("hubs/huggingface/model-info/google-bert__bert-base-uncased.default.json")));
        rows.addAll(answers());

        // when, then
        int accepted = 0;
        for (JsonNode row : rows) {
            Parsed parsed = parser.parse(JSON.writeValueAsBytes(row));
            if (row.has("_id")) {
                assertThat(parsed).as(row.toString()).isInstanceOf(Accepted.class);
                assertSound(((Accepted) parsed).model(), row);
                accepted++;
            } else {
                assertThat(parsed)
                        .isInstanceOfSatisfying(
                                Rejected.class,
                                rejected -> assertThat(rejected.reason())
                                        .isIn(DeadLetterReason.MISSING_ID, DeadLetterReason.BAD_ROW));
            }
        }
        report(rows.size());
        assertThat(accepted).isGreaterThanOrEqualTo(25);
    }

    @Test
    void everyRealCardIsAModelWithItsLicenceAndLanguages() throws IOException {
        // given
        List<String> lines = Files.readAllLines(
                path("hubs/huggingface/card-metadata/hugginggpt-2023.jsonl").toPath());

        // when, then
        int norwegian = 0;
        for (String line : lines) {
            ObjectNode row = (ObjectNode) JSON.readTree(line);
            row.put("_id", "65f000000000000000000000");
            row.set("cardData", row.remove("meta"));
            Accepted accepted = (Accepted) parser.parse(JSON.writeValueAsBytes(row));
            assertSound(accepted.model(), row);
            norwegian += accepted.model().getLanguages().contains("no") ? 1 : 0;
        }
        report(lines.size());
        assertThat(norwegian).isGreaterThanOrEqualTo(9);
    }

    @Test
    void everyRowOfTheRadarKeepsItsTagsAndBaseModel() throws IOException {
        // given
        List<String> lines =
                Files.readAllLines(path("hubs/huggingface/radar-2026-08.jsonl").toPath());
        Map<String, String> names = Map.of(
                "created_at", "createdAt",
                "updated_at", "lastModified",
                "library", "library_name",
                "downloads_30d", "downloads",
                "trending_score", "trendingScore");

        // when, then
        for (String line : lines) {
            ObjectNode row = (ObjectNode) JSON.readTree(line);
            row.put("_id", "65f000000000000000000000");
            names.forEach((from, to) -> row.set(to, row.remove(from)));
            // That project writes a list of base models as one text.
            String[] bases = row.path("base_model").asText("").split(", ", -1);
            row.putObject("cardData")
                    .set("base_model", row.get("base_model").isNull() ? null : JSON.valueToTree(bases));
            Accepted accepted = (Accepted) parser.parse(JSON.writeValueAsBytes(row));
            assertSound(accepted.model(), row);
            assertThat(accepted.model().getCreatedAt()).isNotNull();
            if (row.get("base_model").isTextual()) {
                assertThat(accepted.model().getBaseModels())
                        .extracting(BaseModel::getId)
                        .contains(bases);
            }
        }
        report(lines.size());
    }

    private void assertSound(Model model, JsonNode row) {
        assertThat(model.getId()).isEqualTo(row.get("id").textValue());
        assertThat(model.getTags())
                .containsExactlyElementsOf(
                        texts(row.path("tags")).sorted().distinct().toList());
        assertThat(writer.write(model)).hasSizeGreaterThan(100);
        assertThat(model.getLicenses()).doesNotContainNull();
    }

    private static Stream<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.textValue()));
        return texts.stream();
    }

    private List<JsonNode> answers() throws IOException {
        List<JsonNode> bodies = new ArrayList<>();
        try (Stream<Path> files = Files.list(path("hubs/huggingface/http").toPath())) {
            for (Path file : files.sorted().toList()) {
                JsonNode body = JSON.readTree(file.toFile()).path("body");
                bodies.add(body.isArray() ? body.get(0) : body);
            }
        }
        return bodies;
    }

    private List<JsonNode> elements(String file) throws IOException {
        return list(JSON.readTree(path(file)), node -> node);
    }

    private List<JsonNode> members(String file) throws IOException {
        return list(JSON.readTree(path(file)), node -> node.path("repoData"));
    }

    private static List<JsonNode> list(JsonNode container, UnaryOperator<JsonNode> part) {
        List<JsonNode> found = new ArrayList<>();
        container.forEach(node -> found.add(part.apply(node)));
        return found;
    }

    private File path(String file) {
        return shared.resolve(file).toFile();
    }

    @SuppressWarnings("SystemOut")
    private static void report(int documents) {
        System.out.println("ptm.shared tests: " + documents + " documents");
    }
}
