package io.ptmtorrent.normalizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.normalizer.ledger.LedgerRoom.Asked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of repositories: one request, one answer, whoever leads there. */
final class RepositoryRowTest {
    private static final String TREE = "0123456789abcdef0123456789abcdef01234567";
    private static final String KEY = "repository:" + TREE + ":" + "e".repeat(64);
    private static final String WITHOUT_TREE = "repository::" + "e".repeat(64);
    private static final String URL = "https://codeload.github.com/acme/tern/tar.gz/" + TREE;
    private static final String ALEXNET = "pytorch-hub/pytorch_vision_alexnet";
    private static final String RESNET = "pytorch-hub/pytorch_vision_resnet";

    private final LedgerRoom room = new LedgerRoom();

    @Test
    void repositoryIsAskedForByItsKindWithItsTreeAndAnswersAllWhoWait() {
        // given
        room.tell(KEY, repository(ALEXNET, TREE));
        room.tell(KEY, repository(RESNET, TREE));
        Asked asked = room.lastRequest();

        // when
        room.result(
                KEY,
                room.answering(asked, ResultState.STORED)
                        .setSha256("d".repeat(64))
                        .setSize(7L)
                        .setObjectKey("blobs/sha256/" + "d".repeat(64))
                        .setVerification(Verification.GIT_TREE)
                        .setUrl(URL)
                        .setFetchedBytes(7)
                        .build());

        // then
        assertThat(room.requests).hasSize(1);
        assertThat(asked.request().getKind()).isEqualTo(ArtifactKind.REPOSITORY);
        assertThat(asked.request().getGitSha1()).isEqualTo(TREE);
        assertThat(asked.request().getSha256()).isNull();
        assertThat(asked.request().getUrl()).isEqualTo(URL);
        assertThat(room.answers).hasSize(2).allSatisfy(told -> {
            assertThat(told.answer().getRequestKey()).isEqualTo(KEY);
            assertThat(told.answer().getSha256()).isEqualTo("d".repeat(64));
            assertThat(told.answer().getVerification()).isEqualTo(Verification.GIT_TREE);
        });
        assertThat(room.states()).containsExactlyInAnyOrder(FileState.STORED, FileState.DEDUPLICATED);
    }

    @Test
    void repositoryOfAnUnknownTreeIsAskedForWithoutOne() {
        // when
        room.tell(WITHOUT_TREE, repository(ALEXNET, null));

        // then
        assertThat(room.lastRequest().request().getKind()).isEqualTo(ArtifactKind.REPOSITORY);
        assertThat(room.lastRequest().request().getGitSha1()).isNull();
    }

    @Test
    void goneRepositoryIsUnavailableWithItsReason() {
        // given
        room.tell(KEY, repository(ALEXNET, TREE));

        // when
        room.failed(room.lastRequest(), FileReason.NOT_FOUND);

        // then
        assertThat(room.answers).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(FileState.UNAVAILABLE);
            assertThat(told.reason()).isEqualTo(FileReason.NOT_FOUND);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository:", "repository:xyz:", "url:1234", "repository:0123:0123"})
    void keyThatNamesNoRepositoryIsALetter(String key) {
        // when
        room.tell(key, repository(ALEXNET, TREE));

        // then
        assertThat(room.requests).isEmpty();
        assertThat(room.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.BAD_FILE));
    }

    private static Want repository(String model, @Nullable String tree) {
        Want want = LedgerRoom.file(model, 1, URL, false, null);
        return Want.newBuilder(want)
                .setArtifact(ArtifactKind.REPOSITORY)
                .setSource(new Source("pytorch-hub", URL, false))
                .setGitSha1(tree)
                .build();
    }
}
