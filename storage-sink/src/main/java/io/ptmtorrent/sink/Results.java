package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.sink.fetch.Fetched;
import io.ptmtorrent.sink.manifest.ManifestWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes results: what became of a request. Pure. */
final class Results {
    private static final int MESSAGE_CHARS = 2000;

    private Results() {}

    static ArtifactResult stored(ArtifactRequest request, Fetched.Stored stored, Instant at) {
        return result(request, ResultState.STORED, at)
                .setSha256(stored.sha256())
                .setSize(stored.size())
                .setObjectKey(stored.key().text())
                .setVerification(stored.verification())
                .setEtag(stored.etag())
                .setFetchedBytes(stored.bytes())
                .setInspection(stored.inspection())
                .build();
    }

    static ArtifactResult stored(ArtifactRequest request, ManifestWriter.Written written, Instant at) {
        return result(request, ResultState.STORED, at)
                .setSha256(written.sha256())
                .setSize(written.size())
                .setObjectKey(written.key().text())
                .setVerification(Verification.SHA256)
                .build();
    }

    static ArtifactResult failed(ArtifactRequest request, FileReason reason, String message, long bytes, Instant at) {
        return result(request, ResultState.FAILED, at)
                .setReason(reason)
                .setMessage(shortened(message))
                .setFetchedBytes(bytes)
                .build();
    }

    /** @param until when it may work; now where it may at once */
    static ArtifactResult deferred(
            ArtifactRequest request,
            FileReason reason,
            @Nullable String message,
            long bytes,
            Instant until,
            Instant at) {
        return result(request, ResultState.DEFERRED, at)
                .setReason(reason)
                .setMessage(message == null ? null : shortened(message))
                .setFetchedBytes(bytes)
                .setUntil(until)
                .build();
    }

    private static ArtifactResult.Builder result(ArtifactRequest request, ResultState state, Instant at) {
        return ArtifactResult.newBuilder()
                .setKind(request.getKind())
                .setAttempt(request.getAttempt())
                .setState(state)
                .setVerification(Verification.NONE)
                .setUrl(request.getUrl())
                .setAt(at);
    }

    private static String shortened(String message) {
        return message.substring(0, Math.min(message.length(), MESSAGE_CHARS));
    }
}
