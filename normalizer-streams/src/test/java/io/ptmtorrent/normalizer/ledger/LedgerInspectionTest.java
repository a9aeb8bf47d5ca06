package io.ptmtorrent.normalizer.ledger;

import static io.ptmtorrent.normalizer.ledger.LedgerRoom.A;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.GIT;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.HUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.normalizer.ledger.LedgerRoom.Asked;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an inspection said goes into the artifact's record, is counted, and can be judged again. */
final class LedgerInspectionTest {
    private static final String TERN = HUB + "/tern";
    private static final String GULL = HUB + "/gull";
    private static final String URL = "https://huggingface.co/acme/tern/resolve/r1/model.bin";
    private static final String OTHER_URL = "https://huggingface.co/acme/gull/resolve/r1/model.bin";
    private static final String DIGEST = "a".repeat(64);

    private final LedgerRoom room = new LedgerRoom();

    private static Inspection report(InspectionVerdict verdict) {
        return Inspection.newBuilder()
                .setFormat("pickle")
                .setVerdict(verdict)
                .setFlags(List.of())
                .setSize(5)
                .setCoverage(5)
                .setFacts(List.of())
                .setGlobals(List.of())
                .setFindings(List.of())
                .setEngine("dev")
                .setRuleSet("1")
                .setRuleSetSha256("0".repeat(64))
                .build();
    }

    private void stored(Asked asked, InspectionVerdict verdict) {
        room.result(
                asked.key(),
                room.answering(asked, ResultState.STORED)
                        .setSha256(DIGEST)
                        .setSize(5L)
                        .setObjectKey("blobs/sha256/" + DIGEST)
                        .setVerification(Verification.SHA256)
                        .setFetchedBytes(5)
                        .setInspection(report(verdict))
                        .build());
    }

    private void rejudged(InspectionVerdict verdict) {
        room.result(
                A,
                ArtifactResult.newBuilder()
                        .setKind(ArtifactKind.FILE)
                        .setAttempt(0)
                        .setState(ResultState.REJUDGED)
                        .setSha256(DIGEST)
                        .setVerification(Verification.NONE)
                        .setAt(Instant.ofEpochMilli(room.now))
                        .setInspection(report(verdict))
                        .build());
    }

    private long counted(InspectionVerdict verdict) {
        return room.counters.get(Statistics.INSPECTIONS, Statistics.verdict(verdict));
    }

    @Test
    void theReportStandsInTheArtifactAndIsCountedOnceADigest() {
        // given
        room.want(GIT, TERN, URL);
        room.want(A, GULL, OTHER_URL);
        List<Asked> asked = List.copyOf(room.requests);

        // when: the row of the digest learns it from another one, then from its own result
        stored(asked.get(0), InspectionVerdict.DANGEROUS);
        stored(asked.get(1), InspectionVerdict.DANGEROUS);

        // then
        assertThat(room.artifacts)
                .singleElement()
                .satisfies(artifact ->
                        assertThat(artifact.getInspection()).isEqualTo(report(InspectionVerdict.DANGEROUS)));
        assertThat(counted(InspectionVerdict.DANGEROUS)).isEqualTo(1);
    }

    @Test
    void aFileThatIsThereIsNotAskedForAndSoNotInspectedTwice() {
        // given
        room.want(A, TERN, URL);
        stored(room.lastRequest(), InspectionVerdict.CLEAN);

        // when
        room.want(A, GULL, OTHER_URL);

        // then
        assertThat(room.requests).hasSize(1);
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.DEDUPLICATED);
        assertThat(counted(InspectionVerdict.CLEAN)).isEqualTo(1);
    }

    @Test
    void anotherJudgementReplacesTheReportAndMovesTheCountWithoutARequest() {
        // given
        room.want(A, TERN, URL);
        stored(room.lastRequest(), InspectionVerdict.SUSPICIOUS);
        room.restart();

        // when
        rejudged(InspectionVerdict.DANGEROUS);
        rejudged(InspectionVerdict.DANGEROUS);

        // then
        Artifact newest = room.artifacts.getLast();
        assertThat(newest.getState()).isEqualTo(ArtifactState.STORED);
        assertThat(newest.getInspection()).isEqualTo(report(InspectionVerdict.DANGEROUS));
        assertThat(newest.getFirstStoredAt())
                .isEqualTo(room.artifacts.getFirst().getFirstStoredAt());
        assertThat(counted(InspectionVerdict.SUSPICIOUS)).isZero();
        assertThat(counted(InspectionVerdict.DANGEROUS)).isEqualTo(1);
        assertThat(room.requests).hasSize(1);
    }

    @Test
    void aLostObjectIsNotCountedAndAJudgementDoesNotBringItBack() {
        // given
        room.want(A, TERN, URL);
        stored(room.lastRequest(), InspectionVerdict.CLEAN);
        room.lost(A);

        // when
        rejudged(InspectionVerdict.DANGEROUS);

        // then
        assertThat(room.artifacts.getLast().getState()).isEqualTo(ArtifactState.LOST);
        assertThat(counted(InspectionVerdict.CLEAN)).isZero();
        assertThat(counted(InspectionVerdict.DANGEROUS)).isZero();
        stored(room.lastRequest(), InspectionVerdict.CLEAN);
        assertThat(counted(InspectionVerdict.CLEAN)).isEqualTo(1);
    }

    @Test
    void aJudgementOfWhatIsNoObjectIsADeadLetter() {
        // when
        room.result(
                GIT,
                ArtifactResult.newBuilder()
                        .setKind(ArtifactKind.FILE)
                        .setAttempt(0)
                        .setState(ResultState.REJUDGED)
                        .setVerification(Verification.NONE)
                        .setAt(Instant.ofEpochMilli(room.now))
                        .build());

        // then
        assertThat(room.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.BAD_RECORD));
    }

    @Test
    void aRefusedDangerousDigestIsTriedAtNoOtherSource() {
        // given
        room.want(A, TERN, URL);
        room.want(A, GULL, OTHER_URL);

        // when
        room.failed(room.lastRequest(), FileReason.DANGEROUS);

        // then
        assertThat(room.requests).hasSize(1);
        assertThat(room.answers)
                .extracting(LedgerRoom.Told::reason)
                .containsExactly(FileReason.DANGEROUS, FileReason.DANGEROUS);
        assertThat(room.states()).containsOnly(FileState.UNAVAILABLE);
    }
}
