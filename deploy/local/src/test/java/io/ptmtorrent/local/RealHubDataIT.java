package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.catalog.figures.Figures;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.RealRows.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real input: what Hugging Face really says, served on loopback, through {@code ptm local}, end to end.
 *
 * <p>Needs {@code -Dptm.shared=DIR}. What has to come out is computed here from the rows themselves.
 */
class RealHubDataIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    @Test
    void turnsEveryRealRowIntoAModelOrADeadLetterWithAReason() throws Exception {
        // given
        List<Row> rows = new RealRows(sharedData()).all();
        Map<String, JsonNode> newest = new TreeMap<>();
        rows.forEach(row -> newest.put(row.json().path("_id").asText(), row.json()));
        try (ListingServer hub = ListingServer.start(
                rows.stream().map(row -> row.json().toString()).toList())) {

            // when
            ReportFile report = crawl(hub);
            Map<String, JsonNode> models = export();
            List<DeadLetter> letters = TopicContents.of(temp.resolve("data"), Topics::deadLetters);

            // then
            System.out.println("ptm.shared tests: RealHubDataIT " + rows.size() + " rows "
                    + rows.stream().collect(Collectors.groupingBy(Row::source, TreeMap::new, Collectors.counting()))
                    + ", " + newest.size() + " distinct models, " + models.size() + " in ptm.models, " + letters.size()
                    + " dead letters");
            assertThat(report.hub("listed")).isEqualTo(rows.size());
            assertThat(report.hub("models")).isEqualTo(newest.size());
            assertThat(letters).as("every real row has an identity").isEmpty();
            assertThat(models.keySet()).isEqualTo(newest.keySet());
            newest.forEach((stableId, row) -> assertDescribes(Objects.requireNonNull(models.get(stableId)), row));
            assertExportable(models.size());
            assertCounted(newest);
        }
    }

    /** Every figure is drawn from them; what the study counts by one field alone is counted here again. */
    private void assertCounted(Map<String, JsonNode> newest) throws IOException {
        Path out = temp.resolve("figures");
        CommandRun run = CommandRun.of("stats", "--data=" + temp.resolve("data"), "--figure=all", "--out=" + out);
        assertThat(run.code()).as(run.err()).isZero();
        Map<String, Long> types = newest.values().stream()
                .map(row -> row.at("/config/model_type").asText("None"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        JsonNode shares =
                JSON.readTree(out.resolve("architecture-share-v1.json").toFile());
        System.out.println("ptm.shared tests: RealHubDataIT figures of " + shares.path("n") + " models");
        assertThat(shares.path("n").asInt()).isEqualTo(newest.size());
        shares.path("rows").forEach(row -> {
            String type = row.path("group").asText();
            if (!type.equals("other")) {
                assertThat(row.path("numerator").asLong()).as(type).isEqualTo(types.get(type));
            }
        });
        for (Figures.Id figure : Figures.all()) {
            assertThat(out.resolve(figure.name() + "-v" + figure.version() + ".svg"))
                    .isNotEmptyFile();
        }
    }

    /** The same as PTMTorrent's data set, valid against its schemas. */
    private void assertExportable(int models) throws IOException {
        Path out = temp.resolve("data-set");
        CommandRun run =
                CommandRun.of("export", "--data=" + temp.resolve("data"), "--format=ptmtorrent", "--out=" + out);
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode told = JSON.readTree(out.resolve("export.json").toFile()).at("/hubs/huggingface");
        System.out.println("ptm.shared tests: RealHubDataIT as PTMTorrent's data set: " + told);
        assertThat(told.path("models").asInt()).isEqualTo(models);
        PtmTorrentSchemas.assertValid(out, 2);
    }

    /** What the model says, against the row's own words. */
    private static void assertDescribes(JsonNode model, JsonNode row) {
        String id = row.path("id").asText();
        assertThat(model.path("id").asText()).isEqualTo(id);
        assertThat(model.path("hub").asText()).isEqualTo("huggingface");
        assertThat(text(model, "owner"))
                .as(id)
                .isEqualTo(id.contains("/") ? id.replaceAll("/.*", "") : text(row, "author"));
        assertThat(model.path("name").asText()).as(id).isEqualTo(id.replaceAll(".*/", ""));
        assertThat(model.path("url").asText()).as(id).startsWith("https://huggingface.co/");
        assertThat(text(model, "task")).as(id).isEqualTo(text(row, "pipeline_tag"));
        assertThat(text(model, "library")).as(id).isEqualTo(text(row, "library_name"));
        assertThat(text(model, "revision")).as(id).isEqualTo(text(row, "sha"));
        assertThat(text(model, "createdAt")).as(id).isEqualTo(instant(row, "createdAt"));
        assertThat(model.path("disabled").asBoolean())
                .as(id)
                .isEqualTo(row.path("disabled").asBoolean());
        assertThat(texts(model.path("tags"))).as(id).isEqualTo(sorted(texts(row.path("tags"))));
        assertThat(model.path("files")).as(id).hasSize(row.path("siblings").size());
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : "";
    }

    private static String instant(JsonNode row, String field) {
        String text = text(row, field);
        return text.isEmpty() ? "" : java.time.Instant.parse(text).toString();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().distinct().toList();
    }

    private ReportFile crawl(ListingServer hub) throws IOException {
        Path report = temp.resolve("report.json");
        CommandRun run = CommandRun.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--data=" + temp.resolve("data"),
                "--endpoint=huggingface.co=" + hub.uri(),
                "--report=" + report);
        assertThat(run.code()).as(run.err()).isZero();
        return ReportFile.read(report);
    }

    private Map<String, JsonNode> export() throws IOException {
        CommandRun run = CommandRun.of("export", "--data=" + temp.resolve("data"), "--out=" + temp.resolve("out"));
        assertThat(run.code()).as(run.err()).isZero();
        try (var lines = Files.lines(temp.resolve("out/models.jsonl"))) {
            return lines.map(RealHubDataIT::read)
                    .collect(Collectors.toMap(model -> model.path("stableId").asText(), Function.identity()));
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path sharedData() {
        String folder = System.getProperty("ptm.shared", "");
        if (folder.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared is not set: the hubs' real answers must be tested in CI");
        }
        Assumptions.assumeFalse(folder.isEmpty(), "-Dptm.shared=DIR is not set: the hubs' real answers are not here");
        return Path.of(folder);
    }
}
