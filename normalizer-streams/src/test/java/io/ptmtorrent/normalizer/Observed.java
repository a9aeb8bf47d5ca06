package io.ptmtorrent.normalizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.RunEnd;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Observations of Hugging Face, as the crawler writes them. */
final class Observed {
    static final String HUB = "huggingface";
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private Observed() {}

    static String key(String stableId) {
        return HUB + "/" + stableId;
    }

    /** A row with {@code members} beside its ids, for example {@code "sha":"1"}. */
    static Observation listed(String stableId, String id, String members, long runId, Instant seenAt) {
        String row = "{\"_id\":\"%s\",\"id\":\"%s\"%s}"
                .formatted(stableId, id, members.isEmpty() ? "" : "," + members.replace('\'', '"'));
        return listedBody(stableId, row, runId, seenAt);
    }

    static Observation listedBody(String stableId, String row, long runId, Instant seenAt) {
        return about(ObservationKind.LISTED, stableId, runId, seenAt)
                .setBody(ByteBuffer.wrap(row.getBytes(UTF_8)))
                .build();
    }

    static Observation gone(String stableId, long runId, Instant seenAt, @Nullable String successor) {
        return about(ObservationKind.GONE, stableId, runId, seenAt)
                .setReason("404")
                .setSuccessor(successor)
                .build();
    }

    static Observation refused(String stableId, long runId, Instant seenAt, @Nullable Instant retryAt) {
        return about(ObservationKind.REFUSED, stableId, runId, seenAt)
                .setReason("503")
                .setRetryAt(retryAt)
                .build();
    }

    static Observation detailed(String stableId, long runId, Instant seenAt) {
        return about(ObservationKind.DETAILED, stableId, runId, seenAt)
                .setPage(0)
                .setLast(true)
                .build();
    }

    static Observation runEnded(long runId, CrawlMode mode, boolean complete) {
        return Observation.newBuilder()
                .setKind(ObservationKind.RUN_ENDED)
                .setHub(HUB)
                .setSourceUrl("https://huggingface.co/api/models")
                .setSeenAt(NOON)
                .setRunId(runId)
                .setRun(new RunEnd(mode, complete, 3L))
                .build();
    }

    static Observation.Builder about(ObservationKind kind, String stableId, long runId, Instant seenAt) {
        return Observation.newBuilder()
                .setKind(kind)
                .setHub(HUB)
                .setStableId(stableId)
                .setSourceUrl("https://huggingface.co/api/models?limit=1000")
                .setSeenAt(seenAt)
                .setRunId(runId);
    }
}
