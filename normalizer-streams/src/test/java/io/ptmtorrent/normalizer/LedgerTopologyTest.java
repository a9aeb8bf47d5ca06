package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ManifestFile;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger between its topics. */
final class LedgerTopologyTest {
    private static final String TERN = Observed.key("tern");
    private static final String SHA256 = "a".repeat(64);
    private static final String DIGEST = "sha256:" + SHA256;
    private static final String GIT = "git:huggingface/acme:" + "c".repeat(40) + ":5";
    private static final String URL = "https://huggingface.co/acme/tern/resolve/r1/model.bin";

    @TempDir
    Path dir;

    private DrivenLedger ledger;

    @BeforeEach
    void start() throws Exception {
        ledger = new DrivenLedger(dir, Map.of("normalizer.ledger.step", "10"));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void aWantBecomesARequestAndItsResultAnAnswerAndAnArtifact() {
        // given
        ledger.want(DIGEST, file(TERN, 5).setSha256(SHA256).build());
        KeyValue<String, ArtifactRequest> request = single(ledger.small());

        // when
        ledger.result(DIGEST, stored(request.value).build());

        // then
        assertThat(request.key).isEqualTo(DIGEST);
        assertThat(request.value.getUrl()).isEqualTo(URL);
        KeyValue<String, Answer> answer = single(ledger.answers());
        assertThat(answer.key).isEqualTo(TERN);
        assertThat(answer.value.getState()).isEqualTo(FileState.STORED);
        assertThat(answer.value.getSha256()).isEqualTo(SHA256);
        KeyValue<String, Artifact> artifact = single(ledger.artifacts());
        assertThat(artifact.key).isEqualTo(SHA256);
        assertThat(artifact.value.getState()).isEqualTo(ArtifactState.STORED);
        assertThat(ledger.large()).isEmpty();
    }

    @Test
    void aLargeFileGoesByTheOtherLane() {
        // when
        ledger.want(DIGEST, file(TERN, 20_000_000).build());

        // then
        assertThat(ledger.small()).isEmpty();
        assertThat(single(ledger.large()).key).isEqualTo(DIGEST);
    }

    @Test
    void aRowTellsTheRowOfItsDigestAndThatRowTellsItOfTheLoss() {
        // given
        ledger.want(GIT, file(TERN, 5).build());
        ledger.result(GIT, stored(single(ledger.small()).value).build());

        // when
        ledger.result(
                DIGEST,
                ArtifactResult.newBuilder()
                        .setKind(ArtifactKind.FILE)
                        .setAttempt(0)
                        .setState(ResultState.LOST)
                        .setSha256(SHA256)
                        .setVerification(Verification.NONE)
                        .setAt(Observed.NOON)
                        .build());

        // then
        assertThat(ledger.artifacts())
                .extracting(row -> row.value.getState())
                .containsExactly(ArtifactState.STORED, ArtifactState.LOST);
        KeyValue<String, ArtifactRequest> again = single(ledger.small());
        assertThat(again.key).isEqualTo(GIT);
        assertThat(again.value.getAttempt()).isEqualTo(2);
    }

    @Test
    void theClockBringsAnswersThatAreLeftAndRequestsThatAreDue() {
        // given
        IntStream.range(0, 30)
                .forEach(n -> ledger.want(DIGEST, file(Observed.key("m" + n), 5).build()));
        ledger.want(GIT, file(TERN, 5).build());
        List<KeyValue<String, ArtifactRequest>> requests = ledger.small();
        ledger.result(
                GIT,
                ArtifactResult.newBuilder(stored(requests.get(1).value).build())
                        .setState(ResultState.DEFERRED)
                        .setReason(FileReason.NETWORK)
                        .build());

        // when
        ledger.result(DIGEST, stored(requests.getFirst().value).build());
        int atOnce = ledger.answers().size();
        ledger.room.advance(Duration.ofSeconds(3));
        ledger.room.advance(Duration.ofSeconds(3));

        // then
        assertThat(atOnce).isEqualTo(11);
        assertThat(ledger.answers()).hasSize(19);
        assertThat(single(ledger.small()).key).isEqualTo(GIT);
    }

    @Test
    void countersAreWrittenEachSecond() {
        // given
        ledger.want(DIGEST, file(TERN, 5).build());
        ledger.result(DIGEST, stored(single(ledger.small()).value).build());

        // when
        ledger.room.advance(Duration.ofSeconds(1));

        // then
        assertThat(ledger.room.statistics())
                .containsOnly(
                        Map.entry("bytes-wanted/huggingface/0", 5L),
                        Map.entry("bytes-stored/huggingface/0", 5L),
                        Map.entry("bytes-fetched/huggingface/0", 9L));
    }

    @Test
    void whatCannotBeReadIsADeadLetterWithItsPlace() {
        // when
        ledger.want(DIGEST, new byte[] {1, 2, 3});
        ledger.want(DIGEST, (byte[]) null);
        ledger.want(null, new byte[] {1});
        ledger.result(DIGEST, new byte[] {0, 0, 0, 0, 99, 1});

        // then
        assertThat(ledger.room.letters())
                .extracting(row -> row.value)
                .allMatch(letter -> letter.getReason() == DeadLetterReason.BAD_RECORD)
                .extracting(DeadLetter::getId)
                .containsExactly("ptm.wants/0/0", "ptm.wants/0/1", "ptm.wants/0/2", "ptm.artifact-results/0/0");
        ledger.room.advance(Duration.ofSeconds(1));
        assertThat(ledger.room.statistics()).containsEntry("dead-letters/unknown/ledger/0", 4L);
    }

    @Test
    void wrongBytesAreAnAnswerAndTheSinksLetter() {
        // given
        ledger.want(DIGEST, file(TERN, 5).build());
        ArtifactRequest request = single(ledger.small()).value;

        // when
        ledger.result(
                DIGEST,
                ArtifactResult.newBuilder(stored(request).build())
                        .setState(ResultState.FAILED)
                        .setReason(FileReason.DIGEST_MISMATCH)
                        .setMessage("expected a…, got b…")
                        .build());

        // then
        assertThat(ledger.room.letters()).isEmpty();
        assertThat(single(ledger.answers()).value.getState()).isEqualTo(FileState.FAILED);
    }

    @Test
    void aManifestTooLargeForItsRequestIsAnsweredAndTheNextRecordGoesItsWay() {
        // given
        ManifestFile file =
                new ManifestFile("x".repeat(1_000), FileState.STORED, SHA256, 5L, Verification.SHA256, URL, null);
        Manifest manifest =
                new Manifest(Observed.HUB, "tern", "acme/tern", "r1", 1L, 0L, Collections.nCopies(5_000, file));
        String key = "manifest:" + TERN + "/r1/1";

        // when
        ledger.want(
                key,
                want(TERN)
                        .setArtifact(ArtifactKind.MANIFEST)
                        .setManifest(manifest)
                        .build());
        ledger.want(DIGEST, file(TERN, 5).build());

        // then
        KeyValue<String, Answer> answer = single(ledger.answers());
        assertThat(answer.value.getRequestKey()).isEqualTo(key);
        assertThat(answer.value.getReason()).isEqualTo(FileReason.TOO_LARGE);
        assertThat(single(ledger.small()).key).isEqualTo(DIGEST);
    }

    private static Want.Builder want(String model) {
        return Want.newBuilder()
                .setKind(WantKind.WANT)
                .setModel(model)
                .setRevision("r1")
                .setPolicyVersion(1)
                .setArtifact(ArtifactKind.FILE);
    }

    private static Want.Builder file(String model, long size) {
        return want(model).setSource(new Source(Observed.HUB, URL, false)).setSize(size);
    }

    private static ArtifactResult.Builder stored(ArtifactRequest request) {
        return ArtifactResult.newBuilder()
                .setKind(request.getKind())
                .setAttempt(request.getAttempt())
                .setState(ResultState.STORED)
                .setSha256(SHA256)
                .setSize(5L)
                .setObjectKey("blobs/sha256/aa/aa/" + SHA256)
                .setVerification(Verification.SHA256)
                .setUrl(request.getUrl())
                .setFetchedBytes(9)
                .setAt(Observed.NOON);
    }

    private static <V> V single(List<V> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
