package io.ptmtorrent.normalizer.ledger;

import static io.ptmtorrent.normalizer.ledger.LedgerRoom.A;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.GIT;
import static io.ptmtorrent.normalizer.ledger.LedgerRoom.HUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.normalizer.ledger.LedgerRoom.Asked;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How bytes leave the store, and what keeps them there. */
class LedgerDeparturesTest {
    private static final String TERN = HUB + "/tern";
    private static final String GULL = HUB + "/gull";
    private static final String URL = "https://huggingface.co/acme/tern/resolve/r1/f";
    private static final String OTHER_URL = "https://huggingface.co/acme/gull/resolve/r1/f";
    private static final String DIGEST = "a".repeat(64);

    private final LedgerRoom room = new LedgerRoom();

    @Test
    void whatNobodyWantsIsTakenOutOfTheStore() {
        // given
        store(A);

        // when
        leaveAndDrop();
        Asked deletion = room.lastRequest();
        answer(deletion, ResultState.DELETED);

        // then
        assertThat(deletion.request().getKind()).isEqualTo(ArtifactKind.DELETE);
        assertThat(deletion.request().getSha256()).isEqualTo(DIGEST);
        assertThat(deletion.request().getBefore()).isEqualTo(Instant.ofEpochMilli(room.now));
        assertThat(room.removed).containsExactly(DIGEST);
        assertThat(room.counters.get(Statistics.BYTES_STORED, HUB)).isZero();
        assertThat(room.counters.get(Statistics.BYTES_WANTED, HUB)).isZero();
        assertThat(room.counters.get(Statistics.DROPPING, Statistics.BLOCKS)).isZero();
    }

    @Test
    void aWantBetweenLeaveAndDropKeepsTheBytes() {
        // given
        store(A);

        // when
        tell(A, WantKind.LEAVE);
        room.want(A, GULL, OTHER_URL);
        tell(A, WantKind.DROP);

        // then
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.DEDUPLICATED);
        assertThat(room.requests).hasSize(1);
    }

    @Test
    void aWantByAnotherNameOfTheBytesKeepsThemToo() {
        // given
        store(GIT);

        // when
        tell(A, WantKind.LEAVE);
        room.want(GIT, GULL, OTHER_URL);
        tell(A, WantKind.DROP);

        // then
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.DEDUPLICATED);
        assertThat(room.requests).hasSize(1);
    }

    @Test
    void dropAloneTakesNothingThatIsStored() {
        // given
        store(A);

        // when
        tell(A, WantKind.DROP);

        // then
        assertThat(room.requests).hasSize(1);
    }

    @Test
    void whoeverComesWhileBytesGoGetsThemFetchedAgainWhenTheyAreGone() {
        // given
        store(A);
        leaveAndDrop();
        Asked deletion = room.lastRequest();

        // when
        room.want(A, GULL, OTHER_URL);
        int early = room.requests.size();
        answer(deletion, ResultState.DELETED);
        Asked fetch = room.lastRequest();
        room.stored(fetch);

        // then
        assertThat(early).isEqualTo(2);
        assertThat(fetch.request().getUrl()).isIn(URL, OTHER_URL);
        assertThat(room.states()).containsExactly(FileState.STORED, FileState.STORED);
        assertThat(room.counters.get(Statistics.BYTES_STORED, HUB)).isEqualTo(5);
    }

    @Test
    void aNameThatWasToldTooLateFetchesItsBytesAgain() {
        // given bytes that go while the row of their other name does not know it yet
        store(GIT);
        tell(A, WantKind.LEAVE);
        tell(A, WantKind.DROP);
        answer(room.lastRequest(), ResultState.DELETED);
        int before = room.requests.size();

        // when that one says at last that it has them
        room.want(GIT, GULL, OTHER_URL);
        Asked fetch = room.lastRequest();
        room.stored(fetch, DIGEST);
        Asked again = room.lastRequest();
        room.stored(again, DIGEST);

        // then they are fetched until both know them, and no longer
        assertThat(room.requests.size()).isEqualTo(before + 2);
        assertThat(again.key()).isEqualTo(GIT);
        assertThat(room.counters.get(Statistics.BYTES_STORED, HUB)).isEqualTo(5);
        assertThat(room.counters.get(Statistics.REFETCHED, HUB)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ResultState.class,
            names = {"FAILED", "DEFERRED"})
    void aDeletionThatDidNotWorkIsTriedAgain(ResultState state) {
        // given
        store(A);
        leaveAndDrop();

        // when
        answer(room.lastRequest(), state);
        room.advance(Duration.ofHours(1));
        room.restart();
        answer(room.lastRequest(), ResultState.DELETED);

        // then
        assertThat(room.requests).hasSize(3);
        assertThat(room.removed).containsExactly(DIGEST);
    }

    @Test
    void aDeletionThatNobodyAnswersIsAskedForAgain() {
        // given
        store(A);
        leaveAndDrop();

        // when
        room.advance(Duration.ofHours(2));
        room.advance(Duration.ofMinutes(1));

        // then
        assertThat(room.requests).hasSize(3);
        assertThat(room.lastRequest().request().getKind()).isEqualTo(ArtifactKind.DELETE);
    }

    @Test
    void anObjectThatNoRowKnowsGoesToo() {
        // when
        tell(A, WantKind.DROP);
        answer(room.lastRequest(), ResultState.DELETED);

        // then
        assertThat(room.removed).containsExactly(DIGEST);
    }

    @Test
    void theManifestsOfAModelGoByItsKeyAndLeaveNoRow() {
        // when
        tell("manifests:" + TERN, WantKind.DROP);
        Asked asked = room.lastRequest();
        answer(asked, ResultState.DELETED);

        // then
        assertThat(asked.request().getModel()).isEqualTo(TERN);
        assertThat(asked.request().getSha256()).isNull();
        assertThat(room.removed).isEmpty();
        assertThat(room.store.get("r/manifests:" + TERN)).isNull();
    }

    @Test
    void forbiddenBytesAreAnsweredWithoutARequest() {
        // given
        room.forbidden.add(DIGEST);

        // when
        room.want(A, TERN, URL);

        // then
        assertThat(room.requests).isEmpty();
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.reason()).isEqualTo(FileReason.FORGOTTEN);
        });
    }

    @Test
    void forbiddenBytesThatComeByAnotherNameGoAgain() {
        // given
        room.forbidden.add(DIGEST);
        room.want(GIT, TERN, URL);

        // when
        room.stored(room.lastRequest(), DIGEST);

        // then
        assertThat(room.answers)
                .singleElement()
                .satisfies(told -> assertThat(told.reason()).isEqualTo(FileReason.FORGOTTEN));
        assertThat(room.lastRequest().request().getKind()).isEqualTo(ArtifactKind.DELETE);
        assertThat(room.artifacts).isEmpty();
    }

    @Test
    void bytesThatAreForbiddenWhileStoredGoAndNobodyGetsThemByAnyName() {
        // given
        store(GIT);
        room.forbidden.add(DIGEST);

        // when
        tell(A, WantKind.DROP);
        answer(room.lastRequest(), ResultState.DELETED);
        room.want(GIT, GULL, OTHER_URL);
        room.want(A, GULL, OTHER_URL);

        // then
        assertThat(room.removed).containsExactly(DIGEST);
        assertThat(room.states())
                .as("fetched by a name of which nobody knows that these are the bytes")
                .startsWith(FileState.STORED)
                .contains(FileState.UNAVAILABLE)
                .doesNotContain(FileState.DEDUPLICATED);
    }

    @Test
    void whatIsStoredGoesAsSoonAsItIsForbidden() {
        // given
        store(A);
        room.forbidden.add(DIGEST);

        // when
        room.forbid(A);
        Asked deletion = room.lastRequest();
        answer(deletion, ResultState.DELETED);
        room.forbid(A);

        // then
        assertThat(deletion.request().getKind()).isEqualTo(ArtifactKind.DELETE);
        assertThat(room.requests).hasSize(2);
        assertThat(room.removed).containsExactly(DIGEST);
    }

    @Test
    void aDeletionThatIsAnsweredTwiceTakesNothingFromWhoeverStoredTheBytesAgain() {
        // given
        store(A);
        leaveAndDrop();
        Asked deletion = room.lastRequest();
        answer(deletion, ResultState.DELETED);
        store(A);

        // when
        answer(deletion, ResultState.DELETED);

        // then
        assertThat(room.lastRequest().request().getKind()).isEqualTo(ArtifactKind.FILE);
        assertThat(room.removed).hasSize(1);
        assertThat(room.counters.get(Statistics.BYTES_STORED, HUB)).isEqualTo(5);
        assertThat(room.counters.get(Statistics.REFETCHED, HUB)).isZero();
    }

    @Test
    void leaveAndDropNeedAKeyThatNamesBytes() {
        // when
        tell(GIT, WantKind.LEAVE);
        tell(GIT, WantKind.DROP);

        // then
        assertThat(room.letters).extracting(letter -> letter.reason()).containsOnly(DeadLetterReason.BAD_RECORD);
        assertThat(room.letters).hasSize(2);
    }

    private void store(String key) {
        room.want(key, TERN, URL);
        room.stored(room.lastRequest(), DIGEST);
    }

    private void leaveAndDrop() {
        tell(A, WantKind.LEAVE);
        tell(A, WantKind.DROP);
    }

    private void answer(Asked asked, ResultState state) {
        room.result(asked.key(), room.answering(asked, state).build());
    }

    private void tell(String key, WantKind kind) {
        room.tell(
                key,
                Want.newBuilder().setKind(kind).setArtifact(ArtifactKind.FILE).build());
    }
}
