package io.ptmtorrent.crawler.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefLookupTest {
    private static final SampleRepository OLD = SampleRepository.named("Sample", "Hub")
            .branch("trunk")
            .file("README.md", "old")
            .build();
    private static final SampleRepository NEW = OLD.changed()
            .file("README.md", "new")
            .tag("v1.0", OLD)
            .annotatedTag("v2.0")
            .branch("torchhub", OLD)
            .build();
    private static final Repository PLACE = LoopbackGitHub.of(NEW);

    private LoopbackGitHub stage;

    @BeforeEach
    void start() throws IOException {
        stage = new LoopbackGitHub(NEW);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void headIsTheDefaultBranchWhateverItsName() throws IOException {
        // when
        Head head = stage.github.head(PLACE, null);

        // then
        assertThat(head).isEqualTo(new Head.At(PLACE, NEW.commit(), "refs/heads/trunk"));
        assertThat(stage.hosts.requests())
                .extracting(GitHubRequest::address)
                .containsExactly(
                        "github.com/Sample/Hub.git/info/refs?service=git-upload-pack",
                        "github.com/Sample/Hub.git/git-upload-pack");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refIsABranchOrATagAndAnAnnotatedTagIsItsCommit(boolean version0) throws IOException {
        // given
        if (version0) {
            stage.hosts.speakVersion0();
        }

        // when, then
        assertThat(stage.github.head(PLACE, "torchhub")).isEqualTo(at(OLD, "refs/heads/torchhub"));
        assertThat(stage.github.head(PLACE, "v1.0")).isEqualTo(at(OLD, "refs/tags/v1.0"));
        assertThat(stage.github.head(PLACE, "v2.0")).isEqualTo(at(NEW, "refs/tags/v2.0"));
        assertThat(stage.github.head(PLACE, null)).isEqualTo(at(NEW, "refs/heads/trunk"));
        assertThat(stage.github.head(PLACE, "no-such-ref")).isInstanceOf(Head.Missing.class);
    }

    @Test
    void commitStandsForItself() throws IOException {
        // given
        String commit = "0123456789abcdef0123456789abcdef01234567";

        // when
        Head head = stage.github.head(PLACE, commit);

        // then
        assertThat(head).isEqualTo(new Head.At(PLACE, commit, null));
    }

    @Test
    void refWithAPrefixOfItsNameIsAnother() throws IOException {
        // given
        stage.hosts.put(NEW.changed().tag("v1.0.1").build());

        // when
        Head head = stage.github.head(PLACE, "v1");

        // then
        assertThat(head).isInstanceOf(Head.Missing.class);
    }

    @Test
    void renamedRepositoryIsToldUnderItsPresentName() throws IOException {
        // given
        stage.hosts.rename("Sample/Hub", "Other/Centre");

        // when
        Head head = stage.github.head(PLACE, null);

        // then
        assertThat(head).isEqualTo(new Head.At(new Repository("Other", "Centre"), NEW.commit(), "refs/heads/trunk"));
    }

    @Test
    void anotherCaseOfTheNameIsTheSameRepository() throws IOException {
        // when
        Head head = stage.github.head(new Repository("sample", "hub"), null);

        // then
        assertThat(head)
                .isInstanceOfSatisfying(
                        Head.At.class, at -> assertThat(at.commit()).isEqualTo(NEW.commit()));
    }

    @ParameterizedTest
    @CsvSource({"gone, 404", "blocked, 451", "hidden, 401"})
    void closedRepositoryIsMissingWithItsStatus(String how, int status) throws IOException {
        // given
        switch (how) {
            case "gone" -> stage.hosts.gone("Sample/Hub");
            case "blocked" -> stage.hosts.blocked("Sample/Hub");
            default -> stage.hosts.hidden("Sample/Hub");
        }

        // when
        Head head = stage.github.head(PLACE, null);

        // then
        assertThat(head)
                .isInstanceOfSatisfying(
                        Head.Missing.class,
                        missing -> assertThat(missing.reason())
                                .contains("https://github.com/Sample/Hub.git/info/refs")
                                .endsWith(" gave " + status));
    }

    @ParameterizedTest
    @CsvSource({"500, down", "200, <html>down</html>", "200, 00", "200, 0008abc", "200, fff0abc"})
    void whatIsNoAnswerOfGitMayWorkLater(int status, String body) {
        // given
        stage.hosts.mount("github.com", request -> Answer.text(status, body));

        // when, then
        assertThatThrownBy(() -> stage.github.head(PLACE, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("https://github.com/Sample/Hub.git/info/refs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123 HEAD", "x123456789012345678901234567890123456789 HEAD", "HEAD", ""})
    void lineThatIsNoRefIsLeftOut(String line) throws IOException {
        // given
        byte[] body =
                new PacketLines().line("# service=git-upload-pack").line(line).flushed();
        stage.hosts.mount("github.com", request -> Answer.of(200, "application/x-git-upload-pack-advertisement", body));

        // when
        Head head = stage.github.head(PLACE, null);

        // then
        assertThat(head).isInstanceOf(Head.Missing.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/pytorch/vision, pytorch/vision",
        "https://github.com/pytorch/vision/blob/main/torchvision/models/alexnet.py, pytorch/vision",
        "https://github.com/pytorch/vision.git, pytorch/vision",
        "https://github.com/pytorch/vision/, pytorch/vision",
        "http://www.github.com/a/b?x#y, a/b",
        "https://gist.github.com/a/b, ",
        "https://gitlab.com/a/b, ",
        "https://github.com/a, ",
        "https://github.com/../b, ",
        "https://github.com/a/.git, ",
        "'e.g. link to model weights', ",
        "https://user@evil.example/github.com/a/b, "
    })
    void linkLeadsToTheRepositoryOfItsFirstTwoParts(String link, @Nullable String name) {
        // when
        String found = Repository.ofLink(link).map(Repository::toString).orElse(null);

        // then
        assertThat(found).isEqualTo(name);
    }

    @Test
    void refThatHoldsALineEndNamesNothing() throws IOException {
        // given
        String odd = "trunk\nref-prefix refs/";

        // when
        Head head = stage.github.head(PLACE, odd);

        // then
        assertThat(head).isInstanceOf(Head.Missing.class);
    }

    private static Head at(SampleRepository at, String ref) {
        return new Head.At(PLACE, at.commit(), ref);
    }
}
