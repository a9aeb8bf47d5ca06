package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeferralsTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final Deferrals deferrals = new Deferrals();

    @Test
    void saysHowManyFilesWaitAndForWhat() {
        // given
        deferrals.put("sha256:a", deferred(NOON.plusSeconds(60), FileReason.RATE_LIMITED));
        deferrals.put("sha256:b", deferred(NOON.plusSeconds(30), FileReason.HUB_ERROR));
        deferrals.put("sha256:c", deferred(NOON.minusSeconds(1), FileReason.NETWORK));

        // when, then
        assertThat(deferrals.text(NOON).orElseThrow())
                .startsWith("2 files wait, the next until ")
                .endsWith("(HUB_ERROR)");
    }

    @Test
    void forgetsAFileThatHasItsResult() {
        // given
        deferrals.put("sha256:a", deferred(NOON.plusSeconds(60), FileReason.RATE_LIMITED));

        // when
        deferrals.put("sha256:a", result(ResultState.STORED, null, null));

        // then
        assertThat(deferrals.text(NOON)).isEmpty();
    }

    private static ArtifactResult deferred(Instant until, FileReason reason) {
        return result(ResultState.DEFERRED, until, reason);
    }

    private static ArtifactResult result(ResultState state, @Nullable Instant until, @Nullable FileReason reason) {
        return ArtifactResult.newBuilder()
                .setKind(ArtifactKind.FILE)
                .setAttempt(1)
                .setState(state)
                .setVerification(Verification.NONE)
                .setUntil(until)
                .setReason(reason)
                .setAt(NOON)
                .build();
    }
}
