package io.ptmtorrent.samplehub.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleGitHubTest {
    private static final byte[] WEIGHTS = "weights of the sample".getBytes(UTF_8);

    private final SampleRepository repository = SampleRepository.named("sample", "hub")
            .file("README.md", "# Hub\n")
            .lfs("weights/model.onnx", WEIGHTS)
            .tag("v1.0")
            .asset("v1.0", "model.pth", WEIGHTS)
            .oldAsset("v1.0", "old.pth", new byte[] {1, 2, 3})
            .build();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private SampleGitHub github;

    @BeforeEach
    void start() throws IOException {
        github = SampleGitHub.start(List.of(repository));
    }

    @AfterEach
    void stop() throws IOException {
        github.close();
    }

    @Test
    void sameContentHasTheSameCommit() {
        // when
        SampleRepository again = SampleRepository.named("sample", "hub")
                .file("README.md", "# Hub\n")
                .lfs("weights/model.onnx", WEIGHTS)
                .build();

        // then
        assertThat(again.commit()).isEqualTo(repository.commit());
        assertThat(again.withFile("a", "").tree()).isNotEqualTo(repository.tree());
    }

    @Test
    void theNextAnswersOfAHostAreSpoiltEachOnce() throws Exception {
        // given
        github.spoil(
                "raw.githubusercontent.com", List.of(answer -> Answer.text(503, "upstream trouble"), answer -> answer));
        URI readme = URI.create(github.uri() + "/raw.githubusercontent.com/sample/hub/main/README.md");
        HttpRequest request = HttpRequest.newBuilder(readme).build();

        // when
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.add(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }

        // then
        assertThat(statuses).containsExactly(503, 200, 200);
        assertThat(github.spoiltAhead()).isZero();
    }

    @Test
    void rawHostGivesThePointerAndMediaHostTheBytes() throws Exception {
        // given
        String path = "/sample/hub/" + repository.commit() + "/weights/model.onnx";

        // when
        String pointer = text("raw.githubusercontent.com", path);
        String bytes = text("media.githubusercontent.com", "/media" + path);

        // then
        assertThat(pointer).startsWith("version https://git-lfs.github.com/spec/v1\noid sha256:");
        assertThat(pointer).endsWith("\nsize " + WEIGHTS.length + "\n");
        assertThat(bytes).isEqualTo(new String(WEIGHTS, UTF_8));
    }

    @Test
    void lostLfsFilesAreMissing() throws Exception {
        // given
        github.withoutLfs("sample/hub");

        // when
        HttpResponse<byte[]> answer = get("media.githubusercontent.com", "/media/sample/hub/v1.0/weights/model.onnx");

        // then
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void archiveIsTheSameEachTime() throws Exception {
        // given
        String path = "/sample/hub/tar.gz/" + repository.commit();

        // when
        byte[] one = get("codeload.github.com", path).body();

        // then
        assertThat(get("codeload.github.com", path).body()).isEqualTo(one);
        assertThat(one).startsWith(0x1f, 0x8b);
    }

    @Test
    void releasesSayDigestsWhereTheyHaveThem() throws Exception {
        // when
        JsonNode releases = new ObjectMapper().readTree(text("api.github.com", "/repos/sample/hub/releases"));

        // then
        JsonNode assets = releases.get(0).get("assets");
        assertThat(releases.get(0).get("tag_name").asText()).isEqualTo("v1.0");
        assertThat(assets.get(0).get("digest").asText()).isEqualTo("sha256:" + SampleFile.sha256(WEIGHTS));
        assertThat(assets.get(0).get("browser_download_url").asText())
                .isEqualTo("https://github.com/sample/hub/releases/download/v1.0/model.pth");
        assertThat(assets.get(1).get("digest").isNull()).isTrue();
    }

    @Test
    void assetIsBehindARedirect() throws Exception {
        // when
        HttpResponse<byte[]> redirect = get("github.com", "/sample/hub/releases/download/v1.0/model.pth");

        // then
        String location = redirect.headers().firstValue("location").orElseThrow();
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(get(URI.create(location)).body()).isEqualTo(WEIGHTS);
    }

    @Test
    void renamedRepositoryLeadsOn() throws Exception {
        // given
        github.rename("sample/hub", "other/centre");

        // when
        HttpResponse<byte[]> answer = get("github.com", "/sample/hub.git/info/refs?service=git-upload-pack");

        // then
        String location = answer.headers().firstValue("location").orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(location).endsWith("/github.com/other/centre.git/info/refs?service=git-upload-pack");
        assertThat(new String(get(URI.create(location)).body(), UTF_8)).contains(repository.commit());
    }

    @ParameterizedTest
    @CsvSource({"gone, 404", "blocked, 451", "hidden, 401"})
    void closedRepositoryAnswersSoEverywhere(String how, int status) throws Exception {
        // given
        switch (how) {
            case "gone" -> github.gone("sample/hub");
            case "blocked" -> github.blocked("sample/hub");
            default -> github.hidden("sample/hub");
        }

        // when
        int refs = get("github.com", "/sample/hub.git/info/refs?service=git-upload-pack")
                .statusCode();

        // then
        assertThat(refs).isEqualTo(status);
        assertThat(get("codeload.github.com", "/sample/hub/tar.gz/v1.0").statusCode())
                .isEqualTo(status);
    }

    @Test
    void filesOfOtherHostsMayStandBeside() throws Exception {
        // given
        github.serve("https://download.example.org/models/a-12345678.pth", WEIGHTS);

        // when
        HttpResponse<byte[]> answer = get("download.example.org", "/models/a-12345678.pth");

        // then
        assertThat(answer.body()).isEqualTo(WEIGHTS);
        assertThat(github.endpoints()).containsKey("download.example.org");
        assertThat(github.requests())
                .extracting(GitHubRequest::address)
                .containsExactly("download.example.org/models/a-12345678.pth");
    }

    private String text(String host, String path) throws Exception {
        return new String(get(host, path).body(), UTF_8);
    }

    private HttpResponse<byte[]> get(String host, String path) throws Exception {
        return get(URI.create(github.uri() + "/" + host + path));
    }

    private HttpResponse<byte[]> get(URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
