package io.ptmtorrent.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a listing as the sample hub's pages hold them, and any number of models made of them: the same row under other
 * ids.
 */
final class ListedRows {
    private static final int PAGE = 1_000;
    private static final Instant FIRST_SEEN = Instant.parse("2026-11-01T12:00:00Z");

    private final JsonMapper json = new JsonMapper();
    private final List<ObjectNode> rows;

    private ListedRows(List<ObjectNode> rows) {
        this.rows = rows;
    }

    /** Reads as many different rows from a sample hub in this process. */
    static ListedRows read(int different) throws Exception {
        JsonMapper json = new JsonMapper();
        List<ObjectNode> rows = new ArrayList<>(different);
        try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(different))) {
            for (byte[] page : new ListingFloor(hub.apiUri()).pages()) {
                for (JsonNode row : json.readTree(page)) {
                    rows.add((ObjectNode) row);
                }
            }
        }
        return new ListedRows(rows);
    }

    /** Each as the hub wrote it. */
    List<byte[]> bodies() throws IOException {
        List<byte[]> bodies = new ArrayList<>(rows.size());
        for (ObjectNode row : rows) {
            bodies.add(json.writeValueAsBytes(row));
        }
        return bodies;
    }

    /** Lists models {@code 0} to {@code models - 1}, page by page; returns when the broker has all. */
    void write(KafkaSettings kafka, int models, long run) throws IOException, InterruptedException {
        Topic<Observation> topic = kafka.topics().observations();
        try (RecordWriter<Observation> writer = new RecordWriter<>(kafka, topic)) {
            for (int model = 0; model < models; model++) {
                writer.write(topic, new ModelKey(FileRequests.HUB, stableId(model)).toString(), listed(model, run));
                if (model % PAGE == PAGE - 1) {
                    writer.settle();
                }
            }
            writer.settle();
        }
    }

    private Observation listed(int model, long run) throws IOException {
        ObjectNode row = rows.get(model % rows.size()).deepCopy();
        String id = row.get("id").textValue() + "-" + model / rows.size();
        row.put("_id", stableId(model)).put("id", id);
        return Observation.newBuilder()
                .setKind(ObservationKind.LISTED)
                .setHub(FileRequests.HUB)
                .setStableId(stableId(model))
                .setId(id)
                .setSourceUrl("https://huggingface.co/api/models?limit=" + PAGE)
                .setSeenAt(FIRST_SEEN.plus(Duration.ofDays(run)))
                .setRunId(run)
                .setBody(ByteBuffer.wrap(json.writeValueAsString(row).getBytes(UTF_8)))
                .build();
    }

    private static String stableId(int model) {
        return "%024x".formatted(0x67000000L + model);
    }
}
