package io.ptmtorrent.normalizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.RunEnd;
import io.ptmtorrent.contract.RecordSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Observations of Hugging Face, as the crawler writes them. */
final class Observed {
    static final String HUB = "huggingface";
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    static {
        RecordSerdes.trustOurRecords();
    }

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

    /** A page of {@code revision}'s files; {@code entries} with single quotes. */
    static Observation detailed(String stableId, String revision, int page, boolean last, String entries) {
        return about(ObservationKind.DETAILED, stableId, 1, NOON)
                .setRevision(revision)
                .setPage(page)
                .setLast(last)
                .setBody(ByteBuffer.wrap(("[" + entries.replace('\'', '"') + "]").getBytes(UTF_8)))
                .build();
    }

    /** One that has a token for nothing, and small files of up to 10 bytes. */
    static Policy policy(long version, Artifacts artifacts) {
        return Policy.newBuilder()
                .setVersion(version)
                .setArtifacts(artifacts)
                .setSmallMaxBytes(10)
                .setGated(false)
                .setSetAt(NOON)
                .build();
    }

    /** An entry of a file outside LFS. */
    static String small(String path, long size, int digest) {
        return "{'type':'file','path':'%s','size':%d,'oid':'%s'}".formatted(path, size, "%040x".formatted(digest));
    }

    /** An entry of a file in LFS. */
    static String large(String path, long size, int digest) {
        return "{'type':'file','path':'%s','size':%d,'oid':'%s','lfs':{'oid':'%s','size':%d,'pointerSize':134}}"
                .formatted(path, size, "%040x".formatted(0xface), "%064x".formatted(digest), size);
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
