package io.ptmtorrent.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Models and their files as the crawler would write them: for each a LISTED row and one DETAILED page, of the shape of
 * Hugging Face's {@code /api/models} and {@code /api/models/{id}/tree/{revision}} (seen October 2026).
 *
 * <p>No two files have the same bytes. One in fifty is larger than the small lane takes.
 */
final class ModelFeed {
    static final int FILES_A_MODEL = 50;

    private static final long LARGE_BYTES = 11L << 20;
    private static final int SMALL_BYTES = 10_000;
    private static final Instant SEEN = Instant.parse("2026-11-01T12:00:00Z");

    private ModelFeed() {}

    /** Returns when the broker has all. */
    static void write(KafkaSettings kafka, int models) throws IOException, InterruptedException {
        Topic<Observation> topic = kafka.topics().observations();
        try (RecordWriter<Observation> writer = new RecordWriter<>(kafka, topic)) {
            for (int model = 0; model < models; model++) {
                String key = new ModelKey(FileRequests.HUB, stableId(model)).toString();
                writer.write(topic, key, listed(model));
                writer.write(topic, key, detailed(model));
            }
            writer.settle();
        }
    }

    /** Digest of a file. */
    static String sha256(int model, int file) {
        return "%064x".formatted(((long) model * FILES_A_MODEL + file + 1) * 0x9E3779B97F4A7C15L);
    }

    /** Bytes of a file. */
    static long size(int file) {
        return file == 0 ? LARGE_BYTES : SMALL_BYTES + file;
    }

    private static Observation listed(int model) {
        return about(ObservationKind.LISTED, model, "https://huggingface.co/api/models?limit=1000", """
                {"_id":"%s","id":"acme/model-%d","author":"acme","sha":"%s","private":false,"gated":false,\
                "disabled":false,"lastModified":"2026-10-30T08:00:00.000Z","createdAt":"2026-10-29T08:00:00.000Z",\
                "downloads":12,"likes":3,"pipeline_tag":"text-generation","library_name":"transformers",\
                "tags":["transformers","safetensors","license:apache-2.0"]}""".formatted(
                                stableId(model), model, revision(model)))
                .build();
    }

    private static Observation detailed(int model) {
        StringBuilder page = new StringBuilder("[");
        for (int file = 0; file < FILES_A_MODEL; file++) {
            page.append(file == 0 ? "" : ",").append(entry(model, file));
        }
        String url = "https://huggingface.co/api/models/acme/model-" + model + "/tree/" + revision(model);
        return about(ObservationKind.DETAILED, model, url, page.append(']').toString())
                .setPage(0)
                .setLast(true)
                .build();
    }

    private static String entry(int model, int file) {
        long size = size(file);
        return """
                {"type":"file","oid":"%040x","size":%d,"lfs":{"oid":"%s","size":%d,"pointerSize":134},\
                "path":"weights/part-%03d.safetensors"}""".formatted(model * FILES_A_MODEL + file, size, sha256(model, file), size, file);
    }

    private static Observation.Builder about(ObservationKind kind, int model, String url, String body) {
        return Observation.newBuilder()
                .setKind(kind)
                .setHub(FileRequests.HUB)
                .setStableId(stableId(model))
                .setId("acme/model-" + model)
                .setRevision(revision(model))
                .setSourceUrl(url)
                .setSeenAt(SEEN)
                .setRunId(1)
                .setBody(ByteBuffer.wrap(body.getBytes(UTF_8)));
    }

    private static String stableId(int model) {
        return "%024x".formatted(0x67000000L + model);
    }

    private static String revision(int model) {
        return "%040x".formatted(model + 1);
    }
}
