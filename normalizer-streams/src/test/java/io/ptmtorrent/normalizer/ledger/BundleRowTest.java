package io.ptmtorrent.normalizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of git bundles: the key says which history, and from where on. */
final class BundleRowTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String BASE = "89abcdef0123456789abcdef0123456789abcdef";
    private static final String ALL = "git-bundle:" + COMMIT + "::" + "e".repeat(64);
    private static final String MORE = "git-bundle:" + COMMIT + ":" + BASE + ":" + "e".repeat(64);
    private static final String URL = "https://github.com/acme/tern.git";

    private final LedgerRoom room = new LedgerRoom();

    @Test
    void allHistoryIsAskedForWithoutABase() {
        // when
        room.tell(ALL, bundle("pytorch-hub/a"));

        // then
        ArtifactRequest request = room.lastRequest().request();
        assertThat(request.getKind()).isEqualTo(ArtifactKind.GIT_BUNDLE);
        assertThat(request.getUrl()).isEqualTo(URL);
        assertThat(request.getGitSha1()).isEqualTo(COMMIT);
        assertThat(request.getGitBase()).isNull();
    }

    @Test
    void anIncrementIsAskedForWithItsBaseOnceForAllWhoWait() {
        // given
        room.tell(MORE, bundle("pytorch-hub/a"));
        room.tell(MORE, bundle("pytorch-hub/b"));

        // when
        room.result(
                MORE,
                room.answering(room.lastRequest(), ResultState.STORED)
                        .setSha256("d".repeat(64))
                        .setSize(7L)
                        .setObjectKey("blobs/sha256/" + "d".repeat(64))
                        .setVerification(Verification.GIT_PACK)
                        .setUrl(URL)
                        .setFetchedBytes(7)
                        .build());

        // then
        assertThat(room.requests)
                .singleElement()
                .satisfies(asked -> assertThat(asked.request().getGitBase()).isEqualTo(BASE));
        assertThat(room.states()).containsExactlyInAnyOrder(FileState.STORED, FileState.DEDUPLICATED);
        assertThat(room.answers)
                .allSatisfy(told -> assertThat(told.answer().getVerification()).isEqualTo(Verification.GIT_PACK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-bundle:", "git-bundle:xyz::", "git-bundle:0123:0123:0123", "url:1234"})
    void keyThatNamesNoHistoryIsALetter(String key) {
        // when
        room.tell(key, bundle("pytorch-hub/a"));

        // then
        assertThat(room.requests).isEmpty();
        assertThat(room.letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetterReason.BAD_FILE));
    }

    private static Want bundle(String model) {
        Want want = LedgerRoom.file(model, 1, URL, false, null);
        return Want.newBuilder(want)
                .setArtifact(ArtifactKind.GIT_BUNDLE)
                .setSource(new Source("pytorch-hub", URL, false))
                .setGitSha1(COMMIT)
                .build();
    }
}
