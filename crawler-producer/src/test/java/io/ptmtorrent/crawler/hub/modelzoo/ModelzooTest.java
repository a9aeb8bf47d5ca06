package io.ptmtorrent.crawler.hub.modelzoo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of modelzoo.co that nobody has seen and anybody may give. */
final class ModelzooTest {
    private static final String LIST = "/api/models/0/";

    private final Map<String, Answer> answers = new HashMap<>();
    private SampleWorld world;
    private Modelzoo hub;

    @BeforeEach
    void start() throws IOException {
        SampleGitHub github = SampleGitHub.start(List.of());
        github.mount("modelzoo.co", request -> answers.getOrDefault(request.target(), Answer.text(404, "Not Found")));
        world = SampleWorld.of(github);
        hub = new Modelzoo(world.http(), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    @Test
    void aListingThatIsNotThereMakesTheHubUnavailable() throws IOException {
        assertThat(page()).isEqualTo(new HubPage.Refused("GET https://modelzoo.co/api/models/0/ gave 404"));
    }

    @Test
    void aDeadHostIsAskedAgainLater() throws IOException {
        // given
        world.github().close();

        // when, then
        assertThatThrownBy(this::page).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"models\":[{\"slug\":\"a\"} | NOT_JSON",
                "not json | NOT_JSON",
                "{\"detail\":\"throttled\"} | NOT_A_LISTING",
                "{\"models\":{}} | NOT_A_LISTING",
                "7 | NOT_A_LISTING"
            })
    void aPageThatIsNoListingIsKeptAsALetter(String text, DeadLetterReason reason) throws IOException {
        // given
        answers.put(LIST, json(text));

        // when
        HubPage page = page();

        // then
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            assertThat(listed.items()).isEmpty();
            assertThat(listed.rest()).extracting(HubReject::reason).isEqualTo(reason);
            assertThat(SampleWorld.text(SampleWorld.rest(listed).bytes())).isEqualTo(text);
        });
    }

    @Test
    void aBareListIsTakenToo() throws IOException {
        // given
        answers.put(LIST, json("[{\"slug\":\"a\",\"link\":null}]"));

        // when
        HubPage page = page();

        // then
        assertThat(items(page)).singleElement().isInstanceOf(HubRow.class);
    }

    @Test
    void aRowWithoutSlugSpoilsNoOther() throws IOException {
        // given
        answers.put(
                LIST, json("{\"models\":[7,{},{\"slug\":7},{\"slug\":\"..\"},null,{\"slug\":\"a\"},{\"slug\":\"\"}]}"));

        // when
        List<HubItem> items = items(page());

        // then
        assertThat(items.getFirst())
                .isInstanceOfSatisfying(
                        HubRow.class, row -> assertThat(row.id()).isEqualTo("a"));
        assertThat(items.subList(1, items.size()))
                .hasSize(6)
                .allSatisfy(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                HubReject.class,
                                reject -> assertThat(reject.reason()).isEqualTo(DeadLetterReason.MISSING_ID)));
    }

    @Test
    void aSlugIsOneSegmentOfTheAddressWhateverItHolds() throws IOException {
        // given
        answers.put(LIST, json("{\"models\":[{\"slug\":\"../0/?a=b#c d\"}]}"));

        // when
        page();

        // then
        assertThat(world.asked(0)).contains("modelzoo.co/api/models/..%2F0%2F%3Fa=b%23c%20d/");
    }

    @Test
    void aDocumentThatIsNoObjectLeavesTheListingsRow() throws IOException {
        // given
        answers.put(LIST, json("{\"models\":[{\"slug\":\"a\"}]}"));
        answers.put("/api/models/a/", json("[]"));

        // when
        HubItem row = items(page()).getFirst();

        // then
        assertThat(SampleWorld.text(((HubRow) row).body()))
                .contains("\"detail\":null,\"listed\":{\"slug\":\"a\"}")
                .contains("\"problem\":\"GET https://modelzoo.co/api/models/a/ gave JSON, but no object\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filtered",
                "models/0/0/0///",
                "models/26/0/0///",
                "models/5/0/0",
                "models/5/-1/0///",
                "models/5/0/0/x//",
                "https://modelzoo.co/"
            })
    void aCursorOfSomebodyElseIsRefused(String cursor) throws IOException {
        assertThat(hub.page(new Cursor(cursor))).isInstanceOf(HubPage.Refused.class);
        assertThat(world.requests()).isZero();
    }

    @Test
    void aFilterIsRefused() throws IOException {
        // when
        HubPage page = hub.page(hub.first(new Listing(CrawlMode.FULL, "framework=keras", null, 10)));

        // then
        assertThat(page).isInstanceOf(HubPage.Refused.class);
    }

    @Test
    void aSlugThatCanBeNoPartOfAnAddressIsNotAskedFor() throws IOException {
        assertThat(hub.lookup("..", "..")).isInstanceOf(Lookup.Refused.class);
        assertThat(hub.files("..", "0".repeat(64), null)).isInstanceOf(Lookup.Refused.class);
        assertThat(world.requests()).isZero();
    }

    private HubPage page() throws IOException {
        return hub.page(hub.first(SampleWorld.full(25)));
    }

    private static List<HubItem> items(HubPage page) {
        assertThat(page).isInstanceOf(HubPage.Listed.class);
        return ((HubPage.Listed) page).items();
    }

    private static Answer json(String text) {
        return Answer.json(200, text.getBytes(UTF_8));
    }
}
