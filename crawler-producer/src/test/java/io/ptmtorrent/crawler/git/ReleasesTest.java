package io.ptmtorrent.crawler.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.http.NotBeforeException;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasesTest {
    /** Digest by sha256sum. */
    private static final String SHA256 = "68d18a506016639d3a8274be1d740a81afb482ffbfad7e4c3e10a5a32fd04840";

    private final SampleRepository sample = SampleRepository.named("sample", "hub")
            .asset("v1.0", "model.pth", "the bytes of a model".getBytes(UTF_8))
            .oldAsset("v0.9", "old.pth", new byte[3])
            .build();
    private final Repository place = LoopbackGitHub.of(sample);
    private LoopbackGitHub stage;

    ReleasesTest() throws IOException {
        stage = new LoopbackGitHub(sample);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void assetsHaveTheirDigestWhereGitHubHasIt() throws IOException {
        // when
        ReleaseList releases = stage.github.releases(place);

        // then
        String there = "https://github.com/sample/hub/releases/download/";
        assertThat(releases)
                .isInstanceOfSatisfying(
                        ReleaseList.Listed.class,
                        listed -> assertThat(listed.assets())
                                .containsExactly(
                                        new ReleaseAsset("v1.0", "model.pth", there + "v1.0/model.pth", 20, SHA256),
                                        new ReleaseAsset("v0.9", "old.pth", there + "v0.9/old.pth", 3, null)));
    }

    @Test
    void allPagesAreRead() throws IOException {
        // given
        SampleRepository.Builder many = SampleRepository.named("sample", "many");
        for (int i = 0; i < 230; i++) {
            many.asset("v" + i, "model.pth", new byte[i]);
        }
        stage.hosts.put(many.build());

        // when
        ReleaseList releases = stage.github.releases(new Repository("sample", "many"));

        // then
        assertThat(releases).isInstanceOfSatisfying(ReleaseList.Listed.class, listed -> {
            assertThat(listed.assets()).hasSize(230);
            assertThat(listed.whole()).isTrue();
        });
        assertThat(stage.hosts.requests()).hasSize(3);
    }

    @Test
    void renamedRepositoryIsFollowed() throws IOException {
        // given
        stage.hosts.rename("sample/hub", "other/centre");

        // when, then
        assertThat(stage.github.releases(place)).isInstanceOf(ReleaseList.Listed.class);
    }

    @ParameterizedTest
    @CsvSource({"404", "451"})
    void closedRepositoryHasNone(int status) throws IOException {
        // given
        stage.hosts.mount("api.github.com", request -> Answer.text(status, "{}"));

        // when, then
        assertThat(stage.github.releases(place)).isInstanceOf(ReleaseList.Missing.class);
    }

    @Test
    void spentQuotaNamesTheTimeWhenItWillWork() {
        // given
        stage.hosts.mount(
                "api.github.com",
                request -> Answer.text(403, "API rate limit exceeded")
                        .with("x-ratelimit-limit", "60")
                        .with("x-ratelimit-remaining", "0")
                        .with("x-ratelimit-reset", "4102444800")
                        .with("x-ratelimit-resource", "core"));

        // when, then
        assertThatThrownBy(() -> stage.github.releases(place)).isInstanceOf(NotBeforeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "[", "null", ""})
    void whatIsNoListMayWorkLater(String body) {
        // given
        stage.hosts.mount("api.github.com", request -> Answer.json(200, body.getBytes(UTF_8)));

        // when, then
        assertThatThrownBy(() -> stage.github.releases(place)).isInstanceOf(IOException.class);
    }

    @Test
    void assetThatMakesNoSenseIsLeftOut() throws IOException {
        // given
        String body =
                "[7,{\"assets\":7},{\"assets\":[7,{\"name\":\"a\"},{\"name\":\"a\",\"browser_download_url\":\"u\","
                        + "\"size\":-1},{\"name\":\"a\",\"browser_download_url\":\"u\",\"size\":1,\"digest\":\"md5:1\"}]}]";
        stage.hosts.mount("api.github.com", request -> Answer.json(200, body.getBytes(UTF_8)));

        // when
        ReleaseList releases = stage.github.releases(place);

        // then
        assertThat(releases)
                .isInstanceOfSatisfying(
                        ReleaseList.Listed.class,
                        listed -> assertThat(listed.assets()).containsExactly(new ReleaseAsset("", "a", "u", 1, null)));
    }
}
