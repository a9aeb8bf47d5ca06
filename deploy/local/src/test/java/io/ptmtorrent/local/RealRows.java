package io.ptmtorrent.local;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The real Hugging Face data as rows of a listing.
 *
 * <p>The rows of {@code list-pages} and the documents of {@code model-info} and {@code http} are passed on as they are. Those
 * of {@code card-metadata} and {@code radar-2026-08} are other projects' tables: they are put into the shape of a listing row
 * here, with an {@code _id} made from the path, since their own is not in the data.
 */
final class RealRows {
    /** The tables were written by another program, with NaN for numbers that are none; a hub's own JSON has no such thing. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Path data;

    /**
     * One row and where it came from.
     *
     * @param source file in the shared data
     * @param json the row
     */
    record Row(String source, JsonNode json) {}

    RealRows(Path shared) {
        this.data = shared.resolve("hubs/huggingface");
    }

    List<Row> all() throws IOException {
        List<Row> rows = new ArrayList<>();
        rows.addAll(verbatim("list-pages/models-expand-6.json"));
        rows.addAll(verbatim("list-pages/models-sort-trending-15.json"));
        rows.addAll(modelInfo());
        rows.addAll(recordedAnswers());
        rows.addAll(cards("card-metadata/hugginggpt-2023.jsonl"));
        rows.addAll(radar("radar-2026-08.jsonl"));
        return rows;
    }

    private List<Row> verbatim(String file) throws IOException {
        List<Row> rows = new ArrayList<>();
        JSON.readTree(data.resolve(file).toFile()).forEach(row -> rows.add(new Row(file, row)));
        return rows;
    }

    private List<Row> modelInfo() throws IOException {
        return documents("model-info").stream()
                .map(it -> new Row(it.source(), it.json()))
                .toList();
    }

    /** Those recorded answers that hold a model; the others are errors and redirects, which the crawler's own tests serve. */
    private List<Row> recordedAnswers() throws IOException {
        return documents("http").stream()
                .filter(it -> it.json().path("body").hasNonNull("_id"))
                .map(it -> new Row(it.source(), it.json().get("body")))
                .toList();
    }

    private List<Row> documents(String folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (var files = Files.list(data.resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                rows.add(new Row(folder + "/" + file.getFileName(), JSON.readTree(file.toFile())));
            }
        }
        return rows;
    }

    private List<Row> cards(String file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode line : lines(file)) {
            ObjectNode row = listed(line.get("id").textValue());
            row.set("downloads", line.get("downloads"));
            row.set("likes", line.get("likes"));
            row.set("pipeline_tag", line.get("pipeline_tag"));
            row.set("cardData", line.get("meta"));
            rows.add(new Row(file, row));
        }
        return rows;
    }

    private List<Row> radar(String file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode line : lines(file)) {
            ObjectNode row = listed(line.get("id").textValue());
            row.set("author", line.get("author"));
            row.set("createdAt", line.get("created_at"));
            row.set("lastModified", line.get("updated_at"));
            row.set("pipeline_tag", line.get("pipeline_tag"));
            row.set("library_name", line.get("library"));
            row.set("tags", line.get("tags"));
            row.set("likes", line.get("likes"));
            row.set("downloads", line.get("downloads_30d"));
            row.set("trendingScore", line.get("trending_score"));
            row.set("gated", line.get("gated"));
            rows.add(new Row(file, row));
        }
        return rows;
    }

    private List<JsonNode> lines(String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve(file))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static ObjectNode listed(String id) {
        return JSON.createObjectNode().put("_id", objectId(id)).put("id", id);
    }

    /** 24 hex digits, the same for the same path. */
    static String objectId(String path) {
        CRC32 crc = new CRC32();
        crc.update(path.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue())
                + HexFormat.of().toHexDigits(0x5eed_0000_0000_0000L | (path.hashCode() & 0xffff_ffffL));
    }
}
