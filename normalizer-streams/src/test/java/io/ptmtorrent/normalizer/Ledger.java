package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** Plays the ledger: keeps who waits for what, and answers when told. */
final class Ledger {
    static final String MANIFEST_SHA256 = "f".repeat(64);

    private final DrivenTopology room;
    private final Map<Waiter, Want> waiting = new LinkedHashMap<>();

    /** Who waits for what. */
    record Waiter(
            String requestKey,
            @Nullable String model,
            @Nullable String revision,
            long policyVersion) {}

    Ledger(DrivenTopology room) {
        this.room = room;
    }

    /** Takes in the wants that were written since the last time; gives them. */
    List<KeyValue<String, Want>> listen() {
        List<KeyValue<String, Want>> wants = room.wants();
        for (KeyValue<String, Want> want : wants) {
            Waiter waiter = new Waiter(
                    want.key, want.value.getModel(), want.value.getRevision(), want.value.getPolicyVersion());
            if (want.value.getKind() == WantKind.WITHDRAW) {
                waiting.remove(waiter);
            } else {
                waiting.put(waiter, want.value);
            }
        }
        return wants;
    }

    List<Waiter> waiting() {
        return List.copyOf(waiting.keySet());
    }

    Want wantOf(Waiter waiter) {
        return Objects.requireNonNull(waiting.get(waiter));
    }

    /** Answers everybody, and whoever wants something because of it, as stored. */
    void storeAll() {
        for (listen(); !waiting.isEmpty(); listen()) {
            waiting().forEach(waiter -> answer(waiter, FileState.STORED));
        }
    }

    /** Answers one. */
    void answer(Waiter waiter, FileState state) {
        Want want = Objects.requireNonNull(waiting.remove(waiter));
        room.answer(waiter.model(), answerTo(waiter, want, state));
    }

    static Answer answerTo(Waiter waiter, Want want, FileState state) {
        Answer.Builder answer = Answer.newBuilder()
                .setRequestKey(waiter.requestKey())
                .setRevision(waiter.revision())
                .setPolicyVersion(waiter.policyVersion())
                .setState(state)
                .setVerification(Verification.UNKNOWN);
        if (state != FileState.STORED && state != FileState.DEDUPLICATED) {
            return answer.setReason(state == FileState.GATED ? FileReason.GATED : FileReason.NOT_FOUND)
                    .build();
        }
        boolean manifest = want.getArtifact() == ArtifactKind.MANIFEST;
        return answer.setSha256(sha256(want))
                .setSize(want.getSize() == null ? 1L : want.getSize())
                .setObjectKey(manifest ? "packages/" + waiter.model() + "/manifest.json" : "blobs/" + sha256(want))
                .setVerification(verification(want))
                .build();
    }

    private static String sha256(Want want) {
        if (want.getArtifact() == ArtifactKind.MANIFEST) {
            return MANIFEST_SHA256;
        }
        return want.getSha256() == null ? "e".repeat(64) : want.getSha256();
    }

    private static Verification verification(Want want) {
        if (want.getSha256() != null) {
            return Verification.SHA256;
        }
        return want.getGitSha1() != null ? Verification.GIT_SHA1 : Verification.NONE;
    }
}
