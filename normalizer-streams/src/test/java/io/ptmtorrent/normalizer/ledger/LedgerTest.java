package io.ptmtorrent.normalizer.ledger;

import static io.ptmtorrent.normalizer.ledger.LedgerRoom.A;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.B;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.GIT;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.HUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactState;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.normalizer.ledger.LedgerRoom.Asked;
import io.ptmtorrent.normalizer.ledger.LedgerRoom.Told;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LedgerTest {
    private static final String TERN = HUB + "/tern";
    private static final String GULL = HUB + "/gull";
    private static final String URL = "https://huggingface.co/acme/tern/resolve/r1/model.bin";
    private static final String OTHER_URL = "https://huggingface.co/acme/gull/resolve/r1/model.bin";
    private static final String MANIFEST = "manifest:" + TERN + "/r1/1";

    private final LedgerRoom room = new LedgerRoom();

    @Test
    void aWantedFileIsAskedForAtOnceAndItsResultAnswersTheWaiter() {
        // given
        room.want(A, TERN, URL);
        Asked asked = room.lastRequest();

        // when
        room.stored(asked);

        // then
        assertThat(asked.large()).isFalse();
        assertThat(asked.request().getKind()).isEqualTo(ArtifactKind.FILE);
        assertThat(asked.request().getAttempt()).isEqualTo(1);
        assertThat(asked.request().getUrl()).isEqualTo(URL);
        assertThat(asked.request().getSha256()).isEqualTo("a".repeat(64));
        assertThat(asked.request().getSize()).isEqualTo(5L);
        assertThat(asked.request().getModel()).isEqualTo(TERN);
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.model()).isEqualTo(TERN);
            assertThat(told.answer().getRequestKey()).isEqualTo(A);
            assertThat(told.answer().getRevision()).isEqualTo("r1");
            assertThat(told.answer().getPolicyVersion()).isEqualTo(1);
            assertThat(told.state()).isEqualTo(FileState.STORED);
            assertThat(told.answer().getSha256()).isEqualTo("a".repeat(64));
            assertThat(told.answer().getSize()).isEqualTo(5L);
            assertThat(told.answer().getObjectKey()).isEqualTo("blobs/sha256/" + "a".repeat(64));
        });
        assertThat(room.artifacts).singleElement().satisfies(artifact -> {
            assertThat(artifact.getSha256()).isEqualTo("a".repeat(64));
            assertThat(artifact.getState()).isEqualTo(ArtifactState.STORED);
            assertThat(artifact.getHub()).isEqualTo(HUB);
            assertThat(artifact.getUrl()).isEqualTo(URL);
        });
    }

    @Test
    void oneRequestServesAllWhoWaitAndThoseWhoComeLater() {
        // given
        room.want(A, TERN, URL);
        room.want(A, GULL, OTHER_URL);

        // when
        room.stored(room.lastRequest());
        room.want(A, HUB + "/skua", OTHER_URL);

        // then
        assertThat(room.requests).hasSize(1);
        assertThat(room.answers).extracting(Told::model).containsExactly(TERN, GULL, HUB + "/skua");
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.DEDUPLICATED, FileState.DEDUPLICATED);
    }

    @Test
    void aWantWrittenTwiceIsAnsweredOnce() {
        // given
        room.want(A, TERN, URL);
        room.want(A, GULL, URL);
        room.want(A, TERN, URL);
        room.want(A, GULL, URL);

        // when
        room.stored(room.lastRequest());
        room.step();

        // then
        assertThat(room.answers).extracting(Told::model).containsExactly(TERN, GULL);
    }

    @Test
    void anotherPolicyVersionIsAnotherWaiter() {
        // given
        room.want(A, TERN, 1, URL, false, 5L);
        room.want(A, TERN, 2, URL, false, 5L);
        room.withdraw(A, TERN, 1);

        // when
        room.stored(room.lastRequest());

        // then
        assertThat(room.answers)
                .singleElement()
                .satisfies(told -> assertThat(told.answer().getPolicyVersion()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource({"5, false", "10485760, false", "10485761, true", ", true"})
    void theLaneFollowsTheAnnouncedSize(@Nullable Long size, boolean large) {
        // when
        room.want(A, TERN, 1, URL, false, size);

        // then
        assertThat(room.lastRequest().large()).isEqualTo(large);
    }

    @Test
    void theWindowOfAHostIsNeverExceededAndEveryResultFreesAPlace() {
        // given
        List<String> keys = IntStream.range(0, 8)
                .mapToObj(n -> RequestKey.ofDigest(Integer.toString(n).repeat(64)))
                .toList();
        keys.forEach(key -> room.want(key, TERN, URL + key));
        room.step();
        List<Asked> first = List.copyOf(room.requests);

        // when
        room.stored(first.get(0));
        room.failed(first.get(1), FileReason.NOT_FOUND);
        room.step();

        // then
        assertThat(first).extracting(Asked::key).containsExactlyElementsOf(keys.subList(0, 3));
        assertThat(room.requests).extracting(Asked::key).containsExactlyElementsOf(keys.subList(0, 5));
    }

    @Test
    void otherHostsAndTheOtherLaneHaveWindowsOfTheirOwn() {
        // given
        for (int n = 0; n < 4; n++) {
            room.want(RequestKey.ofDigest(("0" + n).repeat(32)), TERN, URL + n);
        }

        // when
        room.want(A, TERN, "https://download.example.org/a");
        room.want(B, TERN, 1, URL, false, 20_000_000L);

        // then
        assertThat(room.requests).extracting(Asked::key).hasSize(5).endsWith(A, B);
    }

    @Test
    void aRestartKnowsWhatIsUnderWay() {
        // given
        for (int n = 0; n < 6; n++) {
            room.want(RequestKey.ofDigest(("0" + n).repeat(32)), TERN, URL + n);
        }

        // when
        room.restart();
        room.step();
        int afterRestart = room.requests.size();
        room.stored(room.requests.getFirst());
        room.step();

        // then
        assertThat(afterRestart).isEqualTo(3);
        assertThat(room.requests).hasSize(4);
    }

    @Test
    void manyWaitersAreAnsweredInBoundedSteps() {
        // given
        IntStream.range(0, 35).forEach(n -> room.want(A, HUB + "/m" + n, URL));

        // when
        room.stored(room.lastRequest());
        int atOnce = room.answers.size();
        room.want(A, HUB + "/m34", URL);
        room.want(A, HUB + "/late", URL);
        int afterLate = room.answers.size();
        room.restart();
        room.step();
        int afterStep = room.answers.size();
        room.step();
        room.step();

        // then
        assertThat(atOnce).isEqualTo(11);
        assertThat(afterLate).isEqualTo(12);
        assertThat(afterStep).isEqualTo(22);
        assertThat(room.answers).extracting(Told::model).hasSize(36).doesNotHaveDuplicates();
        assertThat(room.states()).containsOnlyOnce(FileState.STORED);
    }

    @Test
    void oneFileThatAThousandModelsWantIsAskedForOnceAndAnswersEach() {
        // given
        IntStream.range(0, 1_000).forEach(n -> room.want(A, HUB + "/m" + n, URL));

        // when
        room.stored(room.lastRequest());
        IntStream.range(0, 100).forEach(n -> room.step());

        // then
        assertThat(room.requests).hasSize(1);
        assertThat(room.answers).extracting(Told::model).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(room.states()).containsOnlyOnce(FileState.STORED);
        assertThat(room.artifacts).hasSize(1);
    }

    @Test
    void aFileThatNobodyWantsAnyLongerIsNotAskedForAndLeavesNoRow() {
        // given
        for (int n = 0; n < 3; n++) {
            room.want(RequestKey.ofDigest(("0" + n).repeat(32)), TERN, URL + n);
        }
        room.want(A, TERN, URL);
        room.want(A, GULL, URL);

        // when
        room.withdraw(A, TERN, 1);
        room.withdraw(A, GULL, 1);
        room.withdraw(A, GULL, 1);
        room.stored(room.requests.getFirst());
        room.step();

        // then
        assertThat(room.requests).hasSize(3);
        assertThat(room.counters.get(Statistics.BYTES_WANTED, HUB)).isEqualTo(15);
        assertThat(room.store.get("r/" + A)).isNull();
    }

    @Test
    void whatIsUnderWayWhenTheLastWithdrawsEndsAsAnArtifact() {
        // given
        room.want(A, TERN, URL);
        room.withdraw(A, TERN, 1);

        // when
        room.stored(room.lastRequest());
        room.want(A, GULL, URL);

        // then
        assertThat(room.artifacts).hasSize(1);
        assertThat(room.answers).extracting(Told::model).containsExactly(GULL);
        assertThat(room.states()).containsExactly(FileState.DEDUPLICATED);
    }

    @Test
    void theNextSourceIsAskedWhenOneFails() {
        // given
        room.want(A, TERN, URL);
        room.want(A, GULL, OTHER_URL);

        // when
        room.failed(room.lastRequest(), FileReason.NOT_FOUND);
        Asked second = room.lastRequest();
        room.stored(second);

        // then
        assertThat(second.request().getUrl()).isEqualTo(OTHER_URL);
        assertThat(second.request().getAttempt()).isEqualTo(2);
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.DEDUPLICATED);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, UNAVAILABLE",
        "FORBIDDEN, UNAVAILABLE",
        "GATED, GATED",
        "DIGEST_MISMATCH, FAILED",
        "SIZE_MISMATCH, FAILED",
        "NOT_THE_FILE, FAILED",
        "BAD_REDIRECT, UNAVAILABLE",
    })
    void theReasonSaysWhatTheWaiterIsTold(FileReason reason, FileState state) {
        // given
        room.want(A, TERN, URL);

        // when
        room.failed(room.lastRequest(), reason);

        // then
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(state);
            assertThat(told.reason()).isEqualTo(reason);
            assertThat(told.answer().getSha256()).isNull();
        });
    }

    @Test
    void aGatedSourceIsNeverAskedAndAnotherOneIs() {
        // given
        room.want(A, TERN, 1, URL, true, 5L);
        List<FileState> gatedAlone = room.states();

        // when
        room.want(A, GULL, OTHER_URL);
        room.stored(room.lastRequest());
        room.want(A, TERN, 2, URL, true, 5L);

        // then
        assertThat(gatedAlone).containsExactly(FileState.GATED);
        assertThat(room.requests).extracting(asked -> asked.request().getUrl()).containsExactly(OTHER_URL);
        assertThat(room.states()).containsExactly(FileState.GATED, FileState.STORED, FileState.DEDUPLICATED);
    }

    @Test
    void aSourceThatIsNoLongerGatedIsAsked() {
        // given
        room.want(A, TERN, 1, URL, true, 5L);

        // when
        room.want(A, TERN, 2, URL, false, 5L);

        // then
        assertThat(room.requests).hasSize(1);
    }

    @Test
    void aNewSourceOpensAnUnavailableFileAndATriedOneDoesNot() {
        // given
        room.want(A, TERN, URL);
        room.failed(room.lastRequest(), FileReason.NOT_FOUND);

        // when
        room.want(A, TERN, URL);
        int afterTheSame = room.requests.size();
        room.want(A, GULL, OTHER_URL);

        // then
        assertThat(afterTheSame).isEqualTo(1);
        assertThat(room.states()).containsExactly(FileState.UNAVAILABLE, FileState.UNAVAILABLE);
        assertThat(room.requests).hasSize(2);
    }

    @Test
    void whatWasUnavailableADayAgoIsTriedAgainWhenItIsWantedAgain() {
        // given
        room.want(A, TERN, URL);
        room.failed(room.lastRequest(), FileReason.HUB_ERROR);

        // when
        room.advance(Duration.ofDays(1).plusMillis(1));
        int untilWanted = room.requests.size();
        room.want(A, TERN, URL);

        // then
        assertThat(untilWanted).isEqualTo(1);
        assertThat(room.requests).hasSize(2);
    }

    @Test
    void wrongBytesOfTwoSourcesAreAnsweredWithTheFirstReason() {
        // given
        room.want(A, TERN, URL);
        room.failed(room.lastRequest(), FileReason.DIGEST_MISMATCH);

        // when
        room.want(A, GULL, OTHER_URL);
        room.failed(room.lastRequest(), FileReason.SIZE_MISMATCH);

        // then
        assertThat(room.letters).isEmpty();
        assertThat(room.answers.getLast().reason()).isEqualTo(FileReason.DIGEST_MISMATCH);
    }

    @Test
    void somethingDeferredIsDueAtTheNamedTimeOrAfterItsBackoff() {
        // given
        room.want(A, TERN, URL);
        room.deferred(room.lastRequest(), FileReason.HUB_ERROR, Duration.ofMinutes(3));

        // when
        room.advance(Duration.ofMinutes(3).minusMillis(1));
        int early = room.requests.size();
        room.advance(Duration.ofMillis(1));
        int inTime = room.requests.size();
        room.deferred(room.lastRequest(), FileReason.NETWORK, null);
        room.advance(Duration.ofSeconds(9));
        int beforeBackoff = room.requests.size();
        room.advance(Duration.ofSeconds(1));

        // then
        assertThat(List.of(early, inTime, beforeBackoff)).containsExactly(1, 2, 2);
        assertThat(room.requests).hasSize(3);
    }

    @Test
    void aSourceThatIsPutOffTenTimesIsDoneWith() {
        // given
        room.want(A, TERN, URL);

        // when
        for (int n = 0; n < 10; n++) {
            room.deferred(room.lastRequest(), FileReason.HUB_ERROR, null);
            room.advance(Duration.ofHours(1));
        }

        // then
        assertThat(room.requests).hasSize(10);
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.reason()).isEqualTo(FileReason.TRIED_OFTEN);
        });
    }

    @Test
    void aHostThatIsUsedUpIsLeftAloneUntilItsTimeAndNoFilePaysForIt() {
        // given
        for (int n = 0; n < 5; n++) {
            room.want(RequestKey.ofDigest(("0" + n).repeat(32)), TERN, URL + n);
        }

        // when
        for (int n = 0; n < 20; n++) {
            room.deferred(room.lastRequest(), FileReason.RATE_LIMITED, Duration.ofMinutes(5));
            room.step();
            room.advance(Duration.ofMinutes(5));
        }
        int asked = room.requests.size();
        room.deferred(room.lastRequest(), FileReason.RATE_LIMITED, Duration.ofMinutes(5));
        room.step();

        // then
        assertThat(room.requests).hasSize(asked);
        assertThat(room.answers).isEmpty();
    }

    @Test
    void aStoreThatIsFullIsAskedForNothingMoreUntilItsTimeAndNothingIsLost() {
        // given
        for (int n = 0; n < 5; n++) {
            room.want(RequestKey.ofDigest(("0" + n).repeat(32)), TERN, URL + n);
        }
        for (int n = 0; n < 20; n++) {
            room.deferred(room.lastRequest(), FileReason.NO_SPACE, Duration.ofMinutes(5));
            room.step();
            room.advance(Duration.ofMinutes(5));
        }
        int asked = room.requests.size();
        room.deferred(room.lastRequest(), FileReason.NO_SPACE, Duration.ofMinutes(5));

        // when
        room.step();
        int whileFull = room.requests.size() - asked;
        for (int n = 0; n < 20; n++) {
            int told = room.requests.size();
            room.advance(Duration.ofMinutes(5));
            List.copyOf(room.requests.subList(told, room.requests.size())).forEach(room::stored);
        }

        // then
        assertThat(whileFull).isZero();
        assertThat(room.states()).hasSize(5).containsOnly(FileState.STORED);
    }

    @Test
    void aLargeFileThatDoesNotFitPausesItsLaneShortlyAndTheSmallOneNotAtAll() {
        // given
        room.want(A, TERN, 1, URL, false, 1L << 40);
        room.deferred(room.lastRequest(), FileReason.NO_SPACE, Duration.ofMinutes(5));

        // when
        room.want(B, GULL, 1, OTHER_URL, false, 5L);
        room.want(RequestKey.ofDigest("c".repeat(64)), GULL, 1, OTHER_URL + "c", false, 1L << 30);
        int atOnce = room.requests.size();
        room.advance(Duration.ofMinutes(1));

        // then
        assertThat(atOnce).isEqualTo(2);
        assertThat(room.requests)
                .extracting(asked -> asked.request().getSize())
                .containsExactly(1L << 40, 5L, 1L << 30);
    }

    @Test
    void aRequestThatNobodyAnswersIsSentAgainAndItsLateResultIsUsed() {
        // given
        room.want(A, TERN, URL);
        Asked first = room.lastRequest();

        // when
        room.advance(Duration.ofHours(1).minusMillis(1));
        int early = room.requests.size();
        room.advance(Duration.ofMillis(1));
        Asked second = room.lastRequest();
        room.stored(first);
        room.stored(second);
        room.stored(second);

        // then
        assertThat(early).isEqualTo(1);
        assertThat(second.request().getAttempt()).isEqualTo(2);
        assertThat(room.states()).containsExactly(FileState.STORED);
        assertThat(room.artifacts).hasSize(1);
    }

    @Test
    void theFailureOfAnOlderAttemptChangesNothing() {
        // given
        room.want(A, TERN, URL);
        Asked first = room.lastRequest();
        room.advance(Duration.ofHours(2));

        // when
        room.failed(first, FileReason.NOT_FOUND);
        room.deferred(first, FileReason.NETWORK, null);

        // then
        assertThat(room.answers).isEmpty();
        room.stored(room.lastRequest());
        assertThat(room.states()).containsExactly(FileState.STORED);
    }

    @Test
    void aRowThatGotItsDigestTellsTheRowOfThatDigest() {
        // given
        room.want(GIT, TERN, URL);
        room.want(A, GULL, OTHER_URL);
        List<Asked> asked = List.copyOf(room.requests);

        // when
        room.stored(asked.get(0), "a".repeat(64));
        room.stored(asked.get(1));

        // then
        assertThat(room.answers).extracting(Told::model).containsExactly(TERN, GULL);
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.DEDUPLICATED);
        assertThat(room.artifacts).hasSize(1);
        assertThat(room.counters.get(Statistics.BYTES_STORED, HUB)).isEqualTo(5);
        assertThat(room.counters.get(Statistics.BYTES_FETCHED, HUB)).isEqualTo(10);
    }

    @Test
    void aLostObjectIsRecordedAndAskedForAgainAtOnceByItsAliasesToo() {
        // given
        room.want(GIT, TERN, URL);
        room.stored(room.lastRequest(), "a".repeat(64));

        // when
        room.lost(A);
        Asked again = room.lastRequest();
        long underWay = room.counters.get(Statistics.REFETCHED, HUB);
        room.stored(again, "a".repeat(64));

        // then
        assertThat(underWay).isEqualTo(1);
        assertThat(room.counters.get(Statistics.REFETCHED, HUB)).isZero();
        assertThat(again.key()).isEqualTo(GIT);
        assertThat(again.request().getModel()).isEqualTo(TERN);
        assertThat(room.requests).hasSize(2);
        assertThat(room.artifacts)
                .extracting(Artifact::getState)
                .containsExactly(ArtifactState.STORED, ArtifactState.LOST, ArtifactState.STORED);
        assertThat(room.answers).hasSize(1);
        assertThat(room.counters.get(Statistics.BYTES_STORED, HUB)).isEqualTo(5);
    }

    @Test
    void aLostObjectIsFetchedFromASourceThatFailedBefore() {
        // given
        room.want(A, TERN, URL);
        room.want(A, GULL, OTHER_URL);
        room.failed(room.lastRequest(), FileReason.HUB_ERROR);
        room.stored(room.lastRequest());

        // when
        room.lost(A);
        room.lost(A);

        // then
        assertThat(room.requests).extracting(asked -> asked.request().getUrl()).containsExactly(URL, OTHER_URL, URL);
    }

    @Test
    void bytesThatNobodyAskedForAreAnArtifactAndOtherResultsOfUnknownRowsAreNothing() {
        // given
        room.want(A, TERN, URL);
        Asked asked = room.lastRequest();
        LedgerRoom empty = new LedgerRoom();

        // when
        empty.failed(asked, FileReason.NOT_FOUND);
        empty.lost(A);
        empty.stored(new Asked(GIT, false, asked.request()), "d".repeat(64));
        empty.stored(asked);

        // then
        assertThat(empty.artifacts).hasSize(1);
        assertThat(empty.letters).isEmpty();
        empty.want(A, TERN, URL);
        assertThat(empty.states()).containsExactly(FileState.DEDUPLICATED);
    }

    @Test
    void storedBytesOfAnotherDigestAreNotBelieved() {
        // given
        room.want(A, TERN, URL);

        // when
        room.stored(room.lastRequest(), "f".repeat(64));

        // then
        assertThat(room.answers).isEmpty();
        assertThat(room.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.BAD_RECORD));
    }

    @Test
    void aManifestIsAnsweredAndForgotten() {
        // given
        room.manifest(MANIFEST, TERN, manifest("m"));
        Asked asked = room.lastRequest();

        // when
        room.stored(asked, "e".repeat(64));
        room.stored(asked, "e".repeat(64));

        // then
        assertThat(asked.large()).isFalse();
        assertThat(asked.request().getKind()).isEqualTo(ArtifactKind.MANIFEST);
        assertThat(asked.request().getUrl()).isNull();
        assertThat(asked.request().getManifest()).isEqualTo(manifest("m"));
        assertThat(room.states()).containsExactly(FileState.STORED);
        assertThat(room.answers.getFirst().answer().getSha256()).isEqualTo("e".repeat(64));
        assertThat(room.artifacts).isEmpty();
        assertThat(room.store.get("r/" + MANIFEST)).isNull();
        assertThat(room.counters.get(Statistics.BYTES_FETCHED, HUB)).isZero();
    }

    @Test
    void theModelOfALostManifestIsToldThatItIsNotThere() {
        // given
        room.manifest(MANIFEST, TERN, manifest("m"));
        room.stored(room.lastRequest(), "e".repeat(64));
        room.answers.clear();

        // when
        room.lost(MANIFEST);
        room.lost("manifest:no-model");

        // then
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.model()).isEqualTo(TERN);
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.answer().getRequestKey()).isEqualTo(MANIFEST);
            assertThat(told.answer().getRevision()).isEqualTo("r1");
            assertThat(told.answer().getPolicyVersion()).isEqualTo(1);
        });
    }

    @Test
    void aManifestThatIsBeingWrittenIsNotLost() {
        // given
        room.manifest(MANIFEST, TERN, manifest("m"));

        // when
        room.lost(MANIFEST);

        // then
        assertThat(room.answers).isEmpty();
    }

    @Test
    void aManifestWantedAnewWhileItIsUnderWayIsAskedForAgainAsItIsNow() {
        // given
        room.manifest(MANIFEST, TERN, manifest("old"));
        Asked old = room.lastRequest();
        room.manifest(MANIFEST, TERN, manifest("new"));
        room.step();

        // when
        room.stored(old, "0".repeat(64));
        List<Told> afterTheOld = List.copyOf(room.answers);
        room.stored(room.lastRequest(), "1".repeat(64));

        // then
        assertThat(room.requests).hasSize(2);
        assertThat(room.lastRequest().request().getManifest()).isEqualTo(manifest("new"));
        assertThat(afterTheOld).isEmpty();
        assertThat(room.answers)
                .singleElement()
                .satisfies(told -> assertThat(told.answer().getSha256()).isEqualTo("1".repeat(64)));
    }

    @Test
    void aManifestThatFitsNoRequestIsAnsweredAsTooLarge() {
        // given
        room.requestLimit = 10;

        // when
        room.manifest(MANIFEST, TERN, manifest("m"));

        // then
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.reason()).isEqualTo(FileReason.TOO_LARGE);
        });
        assertThat(room.store.get("r/" + MANIFEST)).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = ResultState.class,
            names = {"FAILED", "DEFERRED"})
    void aManifestThatIsWithdrawnLeavesNothingBehind(ResultState state) {
        // given
        room.manifest(MANIFEST, TERN, manifest("m"));
        room.withdraw(MANIFEST, TERN, 1);

        // when
        room.result(MANIFEST, room.answering(room.lastRequest(), state).build());
        room.step();

        // then
        assertThat(room.requests).hasSize(1);
        assertThat(room.answers).isEmpty();
        assertThat(room.store.get("r/" + MANIFEST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "sha256:xyz, https://huggingface.co/x",
        "nonsense, https://huggingface.co/x",
        "'', https://huggingface.co/x",
    })
    void aKeyThatIsNoneIsAnsweredAndReported(String key, String url) {
        // when
        room.want(key, TERN, url);

        // then
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.reason()).isEqualTo(FileReason.BAD_REQUEST);
        });
        assertThat(room.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.BAD_FILE));
    }

    @ParameterizedTest
    @CsvSource({
        "../../x",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://",
        "'https://huggingface.co/a b'",
        "https://huggingface.co/%zz",
        "https://huggingface.co/naïve",
    })
    void aUrlThatIsNoneIsNeverAskedForAndReported(String url) {
        // when
        room.want(A, TERN, url);

        // then
        assertThat(room.requests).isEmpty();
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.reason()).isEqualTo(FileReason.BAD_REQUEST);
        });
        assertThat(room.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.BAD_FILE));
    }

    @Test
    void oneModelsWrongSizeDoesNotSpoilAnothersFile() {
        // given
        room.want(A, TERN, 1, URL, false, 999L);
        room.want(A, GULL, 1, OTHER_URL, false, 5L);

        // when
        room.failed(room.lastRequest(), FileReason.SIZE_MISMATCH);

        // then
        assertThat(room.lastRequest().request().getSize()).isEqualTo(5L);
    }

    private static Manifest manifest(String id) {
        return new Manifest(HUB, "tern", id, "r1", 1L, 0L, List.of());
    }
}
