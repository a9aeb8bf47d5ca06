package io.ptmtorrent.crawler.hub.onnx;

import static io.ptmtorrent.crawler.hub.GitHubStage.bytes;
import static io.ptmtorrent.crawler.hub.GitHubStage.full;
import static io.ptmtorrent.crawler.hub.GitHubStage.increment;
import static io.ptmtorrent.crawler.hub.GitHubStage.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.GitHubStage;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.NotBeforeException;
import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import io.ptmtorrent.samplehub.onnx.SampleWeight;
import io.ptmtorrent.samplehub.onnx.SampleZoo;
import io.ptmtorrent.samplehub.onnx.SampleZooModel;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a synthetic zoo on loopback, its quirks those of the real one at its last commit (June 2025). */
class OnnxModelZooTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final SampleZoo zoo = SampleZoo.of(7, 33);
    private GitHubStage stage;
    private OnnxModelZoo hub;

    @BeforeEach
    void start() throws IOException {
        open(zoo.repository(), zoo.mirror()::answer);
    }

    private void open(SampleRepository repository, Function<WireRequest, Answer> mirror) throws IOException {
        stage = GitHubStage.start(List.of(repository), github -> {
            github.withoutLfs(SampleZoo.REPOSITORY);
            github.mount("huggingface.co", mirror);
        });
        hub = new OnnxModelZoo(stage.http());
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void listsEveryModelWithItsWeightsInThreeRequests() throws IOException {
        // when
        HubPage.Listed page = (HubPage.Listed) full(hub);

        // then
        assertThat(page.next()).isInstanceOf(Next.End.class);
        assertThat(page.rest()).isNull();
        assertThat(page.version()).isEqualTo(zoo.repository().commit());
        List<HubRow> rows = rows(page);
        assertThat(rows)
                .extracting(HubRow::id)
                .containsExactlyElementsOf(
                        zoo.truth().stream().map(SampleZooModel::id).toList());
        for (int i = 0; i < rows.size(); i++) {
            assertSame(rows.get(i), zoo.truth().get(i));
        }
        assertThat(stage.asked()).hasSize(3);
    }

    private static void assertSame(HubRow row, SampleZooModel model) throws IOException {
        assertThat(row.stableId()).isEqualTo(model.id());
        assertThat(row.revision()).isEqualTo(model.revision());
        JsonNode files = JSON.readTree(bytes(row.body())).path("files");
        assertThat(files).hasSameSizeAs(model.weights());
        for (int i = 0; i < files.size(); i++) {
            SampleWeight weight = model.weights().get(i);
            assertThat(files.get(i).path("path").asText()).isEqualTo(weight.path());
            assertThat(files.get(i).path("size").asLong()).isEqualTo(weight.size());
            assertThat(files.get(i).path("sha256").asText("null")).isEqualTo(String.valueOf(weight.sha256()));
            assertThat(files.get(i).path("gitSha1").asText("null")).isEqualTo(String.valueOf(weight.gitSha1()));
        }
    }

    @Test
    void anUnchangedCommitListsNothingInTwoRequests() throws IOException {
        // when
        HubPage.Listed page = (HubPage.Listed) increment(hub, zoo.repository().commit());

        // then
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isInstanceOf(Next.End.class);
        assertThat(page.version()).isEqualTo(zoo.repository().commit());
        assertThat(stage.asked()).hasSize(2);
    }

    @Test
    void aNewCommitIsListedWhole() throws IOException {
        // given
        SampleRepository next = zoo.repository().withFile("Area/new/new.onnx", "small");
        stage.github().put(next);

        // when
        HubPage.Listed page = (HubPage.Listed) increment(hub, zoo.repository().commit());

        // then
        assertThat(rows(page)).hasSize(34).allMatch(row -> next.commit().equals(row.revision()));
        assertThat(page.version()).isEqualTo(next.commit());
    }

    @Test
    void listedTwiceTheRowsAreTheSameBytes() throws IOException {
        // given
        List<HubRow> first = rows(full(hub));

        // when
        List<HubRow> second = rows(full(new OnnxModelZoo(stage.http())));

        // then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void everyWeightHasAnAddressWhereItsBytesAreOrAnHonest404() throws IOException {
        for (SampleZooModel model : zoo.truth()) {
            // when
            FilePage.Listed page = (FilePage.Listed) hub.files(model.id(), model.revision(), null);

            // then
            JsonNode files = JSON.readTree(bytes(page.body())).path("files");
            assertThat(files).hasSameSizeAs(model.weights());
            for (int i = 0; i < files.size(); i++) {
                assertFetched(files.get(i), model.weights().get(i));
            }
        }
        assertThat(stage.github().requests()).extracting(GitHubRequest::method).doesNotContain("HEAD");
    }

    private void assertFetched(JsonNode file, SampleWeight weight) throws IOException {
        assertThat(file.path("path").asText()).isEqualTo(weight.path());
        assertThat(file.path("url").asText()).isEqualTo(weight.url());
        Request request = new Request.Builder().url(weight.url()).build();
        try (Response response = stage.http().client().newCall(request).execute()) {
            if (!weight.there()) {
                assertThat(response.code()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
                return;
            }
            ByteString bytes = response.body().byteString();
            assertThat(bytes.size()).isEqualTo(weight.size());
            if (weight.sha256() != null) {
                assertThat(bytes.sha256().hex()).isEqualTo(weight.sha256());
            }
        }
    }

    @Test
    void theMirrorIsListedOnceAndOnlyTreesThatMayHoldAWeightAreReadEachOnce() throws IOException {
        // given
        List<SampleZooModel> validated = zoo.truth().stream()
                .filter(model -> model.id().startsWith("validated/"))
                .toList();

        // when
        for (SampleZooModel model : validated) {
            hub.files(model.id(), model.revision(), null);
            hub.files(model.id(), model.revision(), null);
        }

        // then
        assertThat(stage.asked())
                .filteredOn(asked -> asked.contains("author=onnxmodelzoo"))
                .hasSize(1);
        assertThat(stage.asked())
                .filteredOn(asked -> asked.contains("/tree/"))
                .singleElement()
                .asString()
                .contains("/onnxmodelzoo/legacy_models/tree/");
        assertThat(stage.asked())
                .filteredOn(asked -> asked.startsWith("codeload"))
                .hasSize(1);
    }

    @Test
    void aMirrorThatIsNotThereLeavesEveryWeightAtGitHub() throws IOException {
        // given
        stop();
        open(zoo.repository(), request -> Answer.text(404, "no such account"));
        SampleZooModel model = zoo.truth().getLast();

        // when
        FilePage.Listed page = (FilePage.Listed) hub.files(model.id(), model.revision(), null);

        // then
        assertThat(JSON.readTree(bytes(page.body())).at("/files/0/url").asText())
                .isEqualTo(
                        "https://media.githubusercontent.com/media/onnx/models/" + model.revision() + "/" + model.id());
    }

    @Test
    void aMirrorThatIsTooBusySaysWhenToAskAgain() throws IOException {
        // given
        stop();
        open(zoo.repository(), request -> Answer.text(429, "slow down").with("retry-after", "90"));
        SampleZooModel model = zoo.truth().getFirst();

        // when, then
        assertThatThrownBy(() -> hub.files(model.id(), model.revision(), null)).isInstanceOf(NotBeforeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"error\":\"x\"}", "[{\"id\":"})
    void aMirrorThatAnswersNonsenseIsAskedAgainLater(String body) throws IOException {
        // given
        stop();
        open(zoo.repository(), request -> Answer.text(200, body));
        SampleZooModel model = zoo.truth().getFirst();

        // when, then
        assertThatThrownBy(() -> hub.files(model.id(), model.revision(), null)).isInstanceOf(IOException.class);
    }

    @Test
    void hostileRowsAndPathsOfTheMirrorNameNoAddress() throws IOException {
        // given
        stop();
        SampleZooModel model = zoo.truth().getFirst();
        SampleWeight weight = model.weights().getFirst();
        List<String> asked = new ArrayList<>();
        open(zoo.repository(), request -> {
            asked.add(request.target());
            return Answer.text(200, request.target().contains("/tree/") ? tree(weight) : listing(weight));
        });

        // when
        FilePage.Listed page = (FilePage.Listed) hub.files(model.id(), model.revision(), null);

        // then
        assertThat(JSON.readTree(bytes(page.body())).at("/files/0/url").asText())
                .startsWith("https://media.githubusercontent.com/");
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).contains("/api/models/onnxmodelzoo/good/tree/");
    }

    private static String listing(SampleWeight weight) {
        String siblings = "\"siblings\":[{\"rfilename\":\"" + weight.path() + "\"},7,{}]";
        String sha = "\"sha\":\"" + "a".repeat(40) + "\"";
        return "[7,null,{\"id\":\"../../x\"," + sha + "," + siblings + "},{\"id\":\"a/b/c\"," + sha + "," + siblings
                + "},{\"id\":\"onnxmodelzoo/bad\",\"sha\":\"main\"," + siblings + "},{\"id\":\"onnxmodelzoo/good\","
                + sha
                + "," + siblings + "}]";
    }

    private static String tree(SampleWeight weight) {
        return "[7,{\"path\":\"../../../x\",\"lfs\":{\"oid\":\"" + weight.sha256()
                + "\"}},{\"path\":3},{\"path\":\"x\",\"lfs\":{\"oid\":\"nonsense\"}}]";
    }

    @Test
    void aRepositoryThatIsGoneEndsTheRunWithItsReason() throws IOException {
        // given
        stage.github().gone(SampleZoo.REPOSITORY);

        // when
        HubPage page = full(hub);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        HubPage.Refused.class,
                        refused -> assertThat(refused.reason()).contains("onnx/models", "404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"incremental", "increment ", "full ", "https://github.com/onnx/models", "filter vision"})
    void aCursorThatIsNotItsOwnIsRefused(String cursor) throws IOException {
        // when
        HubPage page = hub.page(new Cursor(cursor));

        // then
        assertThat(page).isInstanceOf(HubPage.Refused.class);
        assertThat(stage.asked()).isEmpty();
    }

    @Test
    void aFilterIsRefusedRatherThanOverlooked() throws IOException {
        // when
        HubPage page = hub.page(hub.first(new Listing(CrawlMode.FULL, "vision", null, 10)));

        // then
        assertThat(page).isInstanceOf(HubPage.Refused.class);
    }

    @Test
    void oneModelIsLookedUpInTheSameFormAsListed() throws IOException {
        // given
        HubRow listed = rows(full(hub)).getFirst();

        // when
        Lookup found = hub.lookup(listed.stableId(), listed.id());

        // then
        assertThat(((Lookup.Found) found).row()).isEqualTo(listed);
    }

    @Test
    void aModelThatTheNewestCommitLacksIsGone() throws IOException {
        // given
        SampleZooModel model = zoo.truth().getFirst();
        stage.github()
                .put(zoo.repository()
                        .changed()
                        .remove(model.id())
                        .remove(model.id().replace(".onnx", ".tar.gz"))
                        .build());

        // when
        Lookup answer = hub.lookup(model.id(), model.id());

        // then
        assertThat(answer).isInstanceOf(Lookup.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "", "../..", "ABCDEF", "refs/heads/main"})
    void filesOfWhatIsNoCommitAreRefused(String revision) throws IOException {
        // when
        FilePage page = hub.files("a.onnx", revision, null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class,
                        refused -> assertThat(refused.retryAt()).isNull());
        assertThat(stage.asked()).isEmpty();
    }

    @Test
    void filesOfAModelThatTheCommitLacksAreRefused() throws IOException {
        // when
        FilePage page = hub.files("no/such.onnx", zoo.repository().commit(), null);

        // then
        assertThat(page).isInstanceOf(Lookup.Refused.class);
    }

    @Test
    void aListOfFilesHasOnePage() throws IOException {
        // when
        FilePage page = hub.files(zoo.truth().getFirst().id(), zoo.repository().commit(), new Cursor("2"));

        // then
        assertThat(page).isInstanceOf(Lookup.Refused.class);
        assertThat(stage.asked()).isEmpty();
    }
}
