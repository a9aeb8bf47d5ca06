package io.ptmtorrent.crawler.hub.modelscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single answers of the hub: the composed fixtures, and what else anybody may give. */
final class ModelScopeTest {
    private static final String LIST = "/openapi/v1/models";
    private static final String ID = "Gull-Lab/Tern_7.5B-Chat";
    private static final String MODEL = LIST + "/" + ID;
    private static final String REPOSITORY = "/api/v1/models/" + ID;
    private static final String AT = "https://www.modelscope.cn/api/v1/models/Gull-Lab/Tern_7.5B-Chat/repo?Revision=";

    private final Map<String, Answer> answers = new HashMap<>();
    private SampleWorld world;
    private ModelScope hub;

    @BeforeEach
    void start() throws IOException {
        SampleGitHub github = SampleGitHub.start(List.of());
        github.mount(
                "www.modelscope.cn",
                request -> answers.getOrDefault(
                        request.target().replaceAll("\\?.*", ""), Answer.json(404, bytes("error.json"))));
        world = SampleWorld.of(github);
        hub = new ModelScope(world.http());
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    @Test
    void aListingsRowsAreTheHubsOwnBytesWithIdAndRevision() throws IOException {
        // given
        answers.put(LIST, fixture("listing.json"));

        // when
        HubPage.Listed page = (HubPage.Listed) page();

        // then
        assertThat(world.asked(0))
                .containsExactly("www.modelscope.cn" + LIST + "?sort=last_modified&page_number=1&page_size=50");
        assertThat(page.next()).isEqualTo(new Next.End());
        List<HubRow> rows = SampleWorld.rows(List.of(page));
        assertThat(rows).extracting(HubRow::stableId).containsExactly(ID, "gull-lab/tern-ocr");
        assertThat(rows)
                .extracting(HubRow::modifiedAt)
                .containsExactly(Instant.parse("2026-05-15T01:09:19Z"), Instant.parse("2026-05-14T15:00:00Z"));
        assertThat(SampleWorld.text(rows.getFirst().body()))
                .startsWith("{\"id\":\"" + ID + "\",\"model\":{\"id\": \"" + ID + "\", \"display_name\": \"海鸥对话 7.5B\"")
                .endsWith("},\"revision\":\"" + rows.getFirst().revision() + "\"}");
    }

    @Test
    void aModelThatIsAskedForAloneHasTheRevisionOfTheListing() throws IOException {
        // given
        answers.put(LIST, fixture("listing.json"));
        answers.put(MODEL, fixture("model.json"));
        HubRow listed = SampleWorld.rows(List.of((HubPage.Listed) page())).getFirst();

        // when
        Lookup lookup = hub.lookup(ID, ID);

        // then
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> assertThat(found.row().revision()).isEqualTo(listed.revision()));
    }

    @Test
    void eachFileIsAtTheCommitThatLastChangedIt() throws IOException {
        // given
        answers.put(MODEL, fixture("model.json"));
        answers.put(REPOSITORY + "/repo/files", fixture("files.json"));
        String revision =
                Objects.requireNonNull(((Lookup.Found) hub.lookup(ID, ID)).row().revision());

        // when
        FilePage page = hub.files(ID, revision, null);

        // then
        assertThat(SampleWorld.text(((FilePage.Listed) page).body()))
                .isEqualTo("{\"files\":[" + "{\"path\":\"\",\"size\":3,\"url\":\"" + AT + "master&FilePath=\"},"
                        + "{\"path\":\"README.md\",\"sha256\":\"" + "cd".repeat(32) + "\",\"size\":1024,\"url\":\"" + AT
                        + "fedcba9876543210fedcba9876543210fedcba98&FilePath=README.md\"},"
                        + "{\"path\":\"a&b=c#d+e?.txt\",\"url\":\"" + AT
                        + "master&FilePath=a%26b%3Dc%23d%2Be%3F.txt\"},"
                        + "{\"path\":\"onnx/模型 1.onnx\",\"sha256\":\"" + "ab".repeat(32)
                        + "\",\"size\":15000000000,\"url\":\"" + AT
                        + "0123456789abcdef0123456789abcdef01234567&FilePath=onnx%2F%E6%A8%A1%E5%9E%8B%201.onnx\"}"
                        + "]}");
        assertThat(world.asked(2))
                .containsExactly("www.modelscope.cn" + REPOSITORY + "/repo/files?Revision=master&Recursive=True");
    }

    @Test
    void aRevisionThatIsNotThereIsNoModelWithoutFiles() throws IOException {
        // given
        answers.put(MODEL, fixture("model.json"));
        answers.put(REPOSITORY + "/repo/files", fixture("files-of-no-revision.json"));
        String revision =
                Objects.requireNonNull(((Lookup.Found) hub.lookup(ID, ID)).row().revision());

        // when
        FilePage page = hub.files(ID, revision, null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class,
                        refused -> assertThat(refused.reason()).endsWith("gave no list of files"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!doctype html> | NOT_JSON",
                "{\"success\":true,\"data\":{\"models\":[{ | NOT_JSON",
                "[] | NOT_A_LISTING",
                "{\"success\":true,\"data\":{\"total_count\":3}} | NOT_A_LISTING",
                "{\"success\":true,\"data\":{\"models\":[]}} | NOT_A_LISTING",
                "{\"success\":true,\"data\":{\"models\":{},\"total_count\":0}} | NOT_A_LISTING",
                "{\"success\":false,\"message\":\"busy\",\"data\":{\"models\":[],\"total_count\":0}} | NOT_A_LISTING",
                "{\"Code\":500,\"data\":{\"models\":[],\"total_count\":0}} | NOT_A_LISTING"
            })
    void aPageThatIsNoListingIsKeptAsALetter(String text, DeadLetterReason reason) throws IOException {
        // given
        answers.put(LIST, json(text));

        // when
        HubPage page = page();

        // then
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            assertThat(listed.items()).isEmpty();
            assertThat(SampleWorld.rest(listed).reason()).isEqualTo(reason);
            assertThat(SampleWorld.text(SampleWorld.rest(listed).bytes())).isEqualTo(text);
        });
    }

    @Test
    void aRowWithoutAPathSpoilsNoOther() throws IOException {
        // given
        answers.put(
                LIST,
                json("{\"success\":true,\"data\":{\"total_count\":8,\"models\":[7,{},{\"id\":7},{\"id\":\"a\"},"
                        + "{\"id\":\"../b\"},{\"id\":\"a/b/c\"},{\"id\":\"a/\"},{\"id\":\"a/b\"}]}}"));

        // when
        List<HubItem> items = ((HubPage.Listed) page()).items();

        // then
        assertThat(items.subList(0, 7))
                .allSatisfy(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                HubReject.class,
                                reject -> assertThat(reject.reason()).isEqualTo(DeadLetterReason.MISSING_ID)));
        assertThat(items.getLast())
                .isInstanceOfSatisfying(
                        HubRow.class, row -> assertThat(row.modifiedAt()).isNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "full",
                "full/0/1/0/0/0/",
                "full/50/1/0/0/0/sort=a",
                "near/50/1/0/0/0/",
                "full/50/1/0/0/",
                "https://example.org/"
            })
    void aCursorOfAnotherHubIsRefused(String cursor) throws IOException {
        assertThat(hub.page(new Cursor(cursor.isEmpty() ? " " : cursor))).isInstanceOf(HubPage.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"403, false", "401, false", "404, true", "429, false", "400, false"})
    void onlyTheHubsOwn404MeansThatAModelIsGone(int status, boolean gone) throws IOException {
        // given
        answers.put(MODEL, Answer.json(status, bytes("error.json")));
        answers.put(REPOSITORY, Answer.json(status, bytes("error.json")));

        // when, then
        if (status == 429) {
            assertThatThrownBy(() -> hub.lookup(ID, ID)).isInstanceOf(IOException.class);
        } else {
            assertThat(hub.lookup(ID, ID)).isInstanceOf(gone ? Lookup.Gone.class : Lookup.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!doctype html>", "{}", "{\"success\":false,\"message\":\"no\"}", "{\"data\":{\"id\":\"a\"}}"})
    void anAnswerThatIsNoModelIsNobodysWordThatItIsGone(String text) throws IOException {
        // given
        answers.put(MODEL, json(text));

        // when, then
        assertThat(hub.lookup(ID, ID)).isInstanceOf(Lookup.Refused.class);
    }

    @Test
    void aPathThatLeadsToAnotherModelIsGoneWithItsSuccessor() throws IOException {
        // given
        answers.put(LIST + "/old/name", fixture("model.json"));

        // when
        Lookup lookup = hub.lookup("old/name", "old/name");

        // then
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Gone.class, lost -> assertThat(lost.successor()).isEqualTo(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b/c", "../b", "a/..", "a/", "/b"})
    void aHostilePathIsNotAskedFor(String id) throws IOException {
        // when
        Lookup lookup = hub.lookup(id, id);

        // then
        assertThat(lookup).isInstanceOf(Lookup.Refused.class);
        assertThat(world.requests()).isZero();
    }

    private HubPage page() throws IOException {
        return hub.page(hub.first(SampleWorld.full(1000)));
    }

    private static Answer json(String text) {
        return Answer.json(200, text.getBytes(UTF_8));
    }

    private static Answer fixture(String name) {
        return Answer.json(200, bytes(name));
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(ModelScopeTest.class.getResourceAsStream("/modelscope/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
