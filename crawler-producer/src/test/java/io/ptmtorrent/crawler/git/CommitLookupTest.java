package io.ptmtorrent.crawler.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitLookupTest {
    private static final SampleRepository FIRST = SampleRepository.named("sample", "hub")
            .file("README.md", "# Hub\n".repeat(10_000))
            .build();
    private static final SampleRepository SECOND = FIRST.withFile("a", "b");
    private static final Repository PLACE = LoopbackGitHub.of(SECOND);

    private LoopbackGitHub stage;

    @BeforeEach
    void start() throws IOException {
        stage = new LoopbackGitHub(SECOND);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void commitSaysItsTreeInOneRequest() throws IOException {
        // when
        Optional<Commit> commit = stage.github.commit(PLACE, SECOND.commit());

        // then
        assertThat(commit).contains(new Commit(SECOND.tree(), SECOND.committedAt()));
        assertThat(stage.hosts.requests()).hasSize(1);
    }

    @Test
    void olderCommitIsKnownToo() throws IOException {
        // when
        Optional<Commit> commit = stage.github.commit(PLACE, FIRST.commit());

        // then
        assertThat(commit).map(Commit::tree).contains(FIRST.tree());
    }

    @Test
    void unknownCommitHasNoTree() throws IOException {
        // when, then
        assertThat(stage.github.commit(PLACE, "01".repeat(20))).isEmpty();
    }

    @Test
    void serverThatCannotLeaveTreesOutIsNotAskedForAll() throws IOException {
        // given
        stage.hosts.withoutFilters();

        // when, then
        assertThat(stage.github.commit(PLACE, SECOND.commit())).isEmpty();
    }

    @Test
    void missingRepositoryHasNoCommit() throws IOException {
        // given
        stage.hosts.gone("sample/hub");

        // when, then
        assertThat(stage.github.commit(PLACE, SECOND.commit())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PACK", "no pack at all", "0000", "0008PACK"})
    void whatIsNoPackHasNoCommit(String text) throws IOException {
        // given
        PacketLines lines = new PacketLines().line("packfile").line("\u0001" + text);
        stage.hosts.mount(
                "github.com", request -> Answer.of(200, "application/x-git-upload-pack-result", lines.flushed()));

        // when, then
        assertThat(stage.github.commit(PLACE, SECOND.commit())).isEmpty();
    }

    @Test
    void anotherCommitThanTheOneAskedForIsNotBelieved() throws IOException {
        // given
        try (LoopbackGitHub liar = new LoopbackGitHub(SECOND)) {
            stage.hosts.mount("github.com", request -> answerOf(liar, FIRST.commit()));

            // when, then
            assertThat(stage.github.commit(PLACE, SECOND.commit())).isEmpty();
        }
    }

    @Test
    void serverThatFailsMayWorkLater() {
        // given
        stage.hosts.mount("github.com", request -> Answer.text(503, "down"));

        // when, then
        assertThatThrownBy(() -> stage.github.commit(PLACE, SECOND.commit()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
    }

    @Test
    void wordOfTheServerOnTheBandOfErrorsIsAnError() {
        // given
        byte[] body =
                new PacketLines().line("packfile").line("\u0003out of memory").flushed();
        stage.hosts.mount("github.com", request -> Answer.of(200, "application/x-git-upload-pack-result", body));

        // when, then
        assertThatThrownBy(() -> stage.github.commit(PLACE, SECOND.commit()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out of memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tree x\ncommitter a <b> 1 +0000\n\n",
                "tree 0123456789abcdef0123456789abcdef01234567\n\ncommitter a <b> 1 +0000\n",
                "parent 0123456789abcdef0123456789abcdef01234567\ncommitter a <b> 1 +0000\n\n"
            })
    void textThatIsNoCommitIsNone(String text) {
        // when, then
        assertThat(Commit.parse(text.getBytes(UTF_8))).isEmpty();
    }

    /** What a server says of another commit. */
    private static Answer answerOf(LoopbackGitHub other, String commit) {
        byte[] body = new PacketLines()
                .line("command=fetch")
                .delimiter()
                .line("want " + commit)
                .line("deepen 1")
                .line("filter tree:0")
                .line("done")
                .flushed();
        try (var response = other.http
                .client()
                .newCall(GitUrls.command(GitUrls.uploadPack(PLACE), body))
                .execute()) {
            return Answer.of(
                    200, "application/x-git-upload-pack-result", response.body().bytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
