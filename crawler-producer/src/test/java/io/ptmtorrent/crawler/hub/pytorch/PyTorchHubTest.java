package io.ptmtorrent.crawler.hub.pytorch;

import static io.ptmtorrent.crawler.hub.GitHubStage.bytes;
import static io.ptmtorrent.crawler.hub.GitHubStage.full;
import static io.ptmtorrent.crawler.hub.GitHubStage.increment;
import static io.ptmtorrent.crawler.hub.GitHubStage.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.pytorch.SampleTorchFile;
import io.ptmtorrent.samplehub.pytorch.SampleTorchHub;
import io.ptmtorrent.samplehub.pytorch.SampleTorchModel;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a synthetic hub on loopback, its quirks those of the real one (pytorch/hub, April 2024). */
class PyTorchHubTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final SampleTorchHub sample = SampleTorchHub.of(7, 28);
    private GitHubStage stage;
    private PyTorchHub hub;

    @BeforeEach
    void start() throws IOException {
        stage = GitHubStage.start(sample.repositories(), sample::prepare);
        hub = new PyTorchHub(stage.http());
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void listsEveryCardWithTheCommitOfItsRepository() throws IOException {
        // when
        HubPage.Listed page = (HubPage.Listed) full(hub);

        // then
        assertThat(page.next()).isInstanceOf(Next.End.class);
        assertThat(page.version()).isEqualTo(cards().commit());
        List<HubRow> rows = rows(page);
        assertThat(rows)
                .extracting(HubRow::stableId)
                .containsExactlyElementsOf(
                        sample.truth().stream().map(SampleTorchModel::id).toList());
        for (int i = 0; i < rows.size(); i++) {
            SampleTorchModel model = sample.truth().get(i);
            JsonNode envelope = JSON.readTree(bytes(rows.get(i).body()));
            assertThat(rows.get(i).revision()).as(model.id()).isEqualTo(model.revision());
            assertThat(envelope.at("/repository/name").asText("null")).isEqualTo(String.valueOf(model.repository()));
            assertThat(envelope.at("/repository").has("missing")).isEqualTo(model.revision() == null);
            assertThat(envelope.path("card").asText()).isEqualTo(text(model.id() + ".md"));
        }
    }

    private String text(String path) {
        return new String(
                Objects.requireNonNull(cards().files().get(path), path).bytes(), UTF_8);
    }

    private SampleRepository cards() {
        return sample.repositories().getFirst();
    }

    @Test
    void asksForEachRepositoryAndRefOnce() throws IOException {
        // when
        full(hub);

        // then
        assertThat(stage.asked())
                .filteredOn(asked -> asked.startsWith("codeload"))
                .hasSize(1);
        assertThat(stage.asked())
                .filteredOn(asked -> asked.contains("/sample-torch/vision-1.git/info/refs"))
                .hasSize(1);
    }

    @Test
    void anUnchangedCommitListsNothingInTwoRequests() throws IOException {
        // when
        HubPage.Listed page = (HubPage.Listed) increment(hub, cards().commit());

        // then
        assertThat(page.items()).isEmpty();
        assertThat(page.version()).isEqualTo(cards().commit());
        assertThat(stage.asked()).hasSize(2);
    }

    @Test
    void listedTwiceTheRowsAreTheSameBytes() throws IOException {
        // given
        List<HubRow> first = rows(full(hub));

        // when
        List<HubRow> second = rows(full(new PyTorchHub(stage.http())));

        // then
        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesAreTheRepositoryItsLargeFilesAndTheWeightsThatItNames(boolean listedHere) throws IOException {
        // given
        if (listedHere) {
            full(hub);
        }
        for (SampleTorchModel model : sample.truth()) {
            if (model.revision() == null) {
                continue;
            }

            // when
            FilePage.Listed page = (FilePage.Listed) hub.files(model.id(), model.revision(), null);

            // then
            JsonNode files = JSON.readTree(bytes(page.body())).path("files");
            assertThat(files).as(model.id()).hasSameSizeAs(model.files());
            for (int i = 0; i < files.size(); i++) {
                assertFile(files.get(i), model.files().get(i));
            }
        }
    }

    private void assertFile(JsonNode file, SampleTorchFile expected) throws IOException {
        assertThat(file.path("path").asText()).isEqualTo(expected.path());
        assertThat(file.path("url").asText()).isEqualTo(expected.url());
        assertThat(text(file, "sha256")).isEqualTo(String.valueOf(expected.sha256()));
        assertThat(text(file, "sha256Prefix")).isEqualTo(String.valueOf(expected.sha256Prefix()));
        assertThat(text(file, "gitSha1")).isEqualTo(String.valueOf(expected.gitSha1()));
        assertThat(text(file, "artifact")).isEqualTo(expected.isRepository() ? "REPOSITORY" : "null");
        Request request = new Request.Builder().url(expected.url()).build();
        try (Response response = stage.http().client().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
            if (expected.content() != null) {
                assertThat(response.body().bytes()).isEqualTo(expected.content());
            }
        }
    }

    private static String text(JsonNode file, String name) {
        return file.path(name).asText("null");
    }

    @Test
    void cardsOfOneRepositoryShareItsArchive() throws IOException {
        // given
        full(hub);
        int before = stage.asked().size();

        // when
        for (SampleTorchModel model : sample.truth().subList(1, 3)) {
            hub.files(model.id(), String.valueOf(model.revision()), null);
        }

        // then
        assertThat(stage.asked().subList(before, stage.asked().size()))
                .filteredOn(asked -> asked.startsWith("codeload"))
                .hasSize(1);
    }

    @Test
    void oneCardIsLookedUpInTheSameFormAsListed() throws IOException {
        for (HubRow listed : rows(full(hub))) {
            // when
            Lookup found = hub.lookup(listed.stableId(), listed.id());

            // then
            assertThat(((Lookup.Found) found).row()).isEqualTo(listed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_such_card", "README", "docs/template", "../x", ""})
    void whatIsNoCardIsGone(String id) throws IOException {
        // when
        Lookup answer = hub.lookup(id, id);

        // then
        assertThat(answer).isInstanceOf(Lookup.Gone.class);
    }

    @Test
    void aCardOfAHubThatIsBlockedIsNotGone() throws IOException {
        // given
        stage.github().blocked(SampleTorchHub.REPOSITORY);

        // when
        Lookup answer = hub.lookup("sample_card_000", "sample_card_000");

        // then
        assertThat(answer).isInstanceOf(Lookup.Refused.class);
        assertThat(full(hub)).isInstanceOf(HubPage.Refused.class);
    }

    @Test
    void aRepositoryThatDoesNotAnswerHasThePageAskedAgain() throws IOException {
        // given
        stage.close();
        stage = GitHubStage.start(List.of(cards()), github -> {});
        SampleRepository card = cards().withFile("new.md", "---\ngithub-id: pytorch/hub\n---\n");
        stage.github().put(card);
        stage.github().mount("codeload.github.com", request -> Answer.text(502, "bad gateway"));
        hub = new PyTorchHub(stage.http());

        // when, then
        assertThatThrownBy(() -> full(hub)).isInstanceOf(IOException.class).hasMessageContaining("502");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "", "../..", "ABCDEF"})
    void filesOfWhatIsNoCommitAreRefused(String revision) throws IOException {
        // when
        FilePage page = hub.files("sample_card_000", revision, null);

        // then
        assertThat(page).isInstanceOf(Lookup.Refused.class);
        assertThat(stage.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_such_card", "sample_card_006", "sample_card_013"})
    void filesOfWhatHasNoRepositoryAreRefused(String id) throws IOException {
        // when
        FilePage page = hub.files(id, "a".repeat(40), null);

        // then
        assertThat(page).isInstanceOf(Lookup.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "increment ", "filter a"})
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
}
