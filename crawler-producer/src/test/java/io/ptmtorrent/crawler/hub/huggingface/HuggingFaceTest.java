package io.ptmtorrent.crawler.hub.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.Token;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in the shape of huggingface.co (hub docs and measurements up to October 2026), values of our own. */
class HuggingFaceTest {
    private static final String ID = "6512bd43d9caa6e02c990b0a";
    private static final String ROW = "{\"_id\":\"" + ID
            + "\",\"id\":\"owner/name\",\"sha\":\"abc\",\"lastModified\":\"2026-10-01T00:00:00.000Z\","
            + "\"cardData\":{\"id\":\"x\",\"sha\":\"y\"}}";

    @AutoClose
    private final HubServer there = new HubServer();

    private final MockWebServer server = there.server;
    private HuggingFace hub = there.hub(Map.of());

    @Test
    void listsByCreationAscendingWithEveryFieldAndNoIdAsked() {
        // when
        Cursor cursor = hub.first(new Listing(CrawlMode.FULL, "license:mit", null, 5000));

        // then
        HttpUrl url = HttpUrl.get(cursor.value());
        assertThat(cursor.value())
                .startsWith("https://huggingface.co/api/models?limit=1000&sort=createdAt&direction=1");
        assertThat(url.queryParameter("filter")).isEqualTo("license:mit");
        assertThat(url.queryParameterValues("expand"))
                .contains(
                        "sha", "cardData", "siblings", "downloadsAllTime", "trendingScore", "model-index", "baseModels")
                .doesNotContain("_id", "id")
                .doesNotHaveDuplicates();
    }

    @Test
    void anIncrementListsTheLastChangedFirst() {
        // when
        Cursor cursor = hub.first(new Listing(CrawlMode.INCREMENTAL, null, null, 10));

        // then
        assertThat(cursor.value()).contains("limit=10&sort=lastModified&direction=-1");
    }

    @Test
    void readsRowsClockAndTheNextPageInItsCanonicalForm() throws Exception {
        // given
        server.enqueue(page("[" + ROW + "]", "<" + server.url("/api/models?limit=2&cursor=abc") + ">; rel=\"next\""));

        // when
        HubPage.Listed page = listed();

        // then
        HubRow row = (HubRow) page.items().getFirst();
        assertThat(row.stableId()).isEqualTo(ID);
        assertThat(row.id()).isEqualTo("owner/name");
        assertThat(row.revision()).isEqualTo("abc");
        assertThat(row.modifiedAt()).isEqualTo(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(page.rest()).isNull();
        assertThat(page.clock()).isEqualTo(Instant.parse("2026-11-02T09:59:58Z"));
        assertThat(page.next())
                .isEqualTo(new Next.Page(new Cursor("https://huggingface.co/api/models?limit=2&cursor=abc")));
        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <https://huggingface.co/api/models?cursor=a>; rel="next"             | Page
            </api/models?cursor=a>; rel=next                                     | Page
            <https://huggingface.co/x>; rel="prev", </api/models?c=1>; rel="next" | Page
            <https://evil.example/api/models?cursor=a>; rel="next"               | Refused
            <https://huggingface.co.evil.example/api/models?c=a>; rel="next"     | Refused
            <http://127.0.0.1:1/api/models?cursor=a>; rel="next"                 | Refused
            <https://huggingface.co/logout>; rel="next"                          | Refused
            <file:///etc/passwd>; rel="next"                                     | Refused
            <https://huggingface.co/api/models?cursor=a>; rel="prev"             | End
            """)
    void followsNoLinkThatLeavesTheListing(String link, String outcome) throws Exception {
        // given
        server.enqueue(page("[]", link));

        // when
        HubPage.Listed page = listed();

        // then
        assertThat(page.next().getClass().getSimpleName()).isEqualTo(outcome);
    }

    @Test
    void aStatusThatWillNotChangeIsAValue() throws Exception {
        // given
        server.enqueue(new MockResponse.Builder()
                .code(400)
                .body("{\"error\":\"bad expand\"}")
                .build());

        // when
        HubPage page = hub.page(hub.first(new Listing(CrawlMode.FULL, null, null, 10)));

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        HubPage.Refused.class,
                        it -> assertThat(it.reason()).contains("gave 400").contains("bad expand"));
    }

    @Test
    void asksNothingForACursorThatIsNoPageOfTheListing() throws Exception {
        // when
        HubPage page = hub.page(new Cursor("http://127.0.0.1:1/api/models"));

        // then
        assertThat(page).isInstanceOf(HubPage.Refused.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "404, RepoNotFound, false, Gone",
        "404, , false, Gone",
        "404, EntryNotFound, false, Refused",
        "401, , false, Gone",
        "401, , true, Refused",
        "401, GatedRepo, false, Refused",
        "403, GatedRepo, true, Refused",
        "410, , false, Refused"
    })
    void tellsTheHubsWordFromAllElse(int code, @Nullable String errorCode, boolean token, String outcome)
            throws Exception {
        // given
        hub = there.hub(token ? Map.of("huggingface.co", new Token("hf_test")) : Map.of());
        MockResponse.Builder answer = new MockResponse.Builder().code(code).body("Invalid username or password.");
        server.enqueue((errorCode == null ? answer : answer.addHeader("X-Error-Code", errorCode)).build());

        // when
        Lookup lookup = hub.lookup(ID, "owner/name");

        // then
        assertThat(lookup.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(lookup.url()).startsWith("https://huggingface.co/api/models/owner/name?expand=author");
    }

    @Test
    void findsARenamedModelAndNamesASuccessor() throws Exception {
        // given
        server.enqueue(new MockResponse.Builder()
                .code(307)
                .addHeader("Location", "/api/models/other/name?expand=sha")
                .build());
        server.enqueue(page(ROW, null));
        server.enqueue(page(ROW, null));

        // when
        Lookup renamed = hub.lookup(ID, "owner/old");
        Lookup replaced = hub.lookup("000000000000000000000000", "owner/name");

        // then
        assertThat(renamed)
                .isInstanceOfSatisfying(
                        Lookup.Found.class, it -> assertThat(it.row().id()).isEqualTo("owner/name"));
        assertThat(replaced)
                .isInstanceOfSatisfying(
                        Lookup.Gone.class, it -> assertThat(it.successor()).isEqualTo(ID));
    }

    @ParameterizedTest
    @CsvSource({
        "a?b/c#d%2e, /api/models/a%3Fb/c%23d%252e",
        "\u00fc/\u4e2d, /api/models/%C3%BC/%E4%B8%AD",
        "gpt2, /api/models/gpt2"
    })
    void encodesIdsSegmentBySegment(String id, String path) throws Exception {
        // given
        server.enqueue(page(ROW, null));

        // when
        hub.lookup(ID, id);

        // then
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/..", "a/b/c", "/a", "a/", "."})
    void asksNothingForWhatCanBeNoPath(String id) throws Exception {
        // when
        Lookup lookup = hub.lookup(ID, id);

        // then
        assertThat(lookup).isInstanceOf(Lookup.Refused.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void trafficThatIsTurnedAwayMayWorkLater() {
        // given
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "120")
                .build());

        // then
        assertThatThrownBy(() -> hub.lookup(ID, "owner/name")).isInstanceOf(IOException.class);
    }

    private HubPage.Listed listed() throws IOException {
        return (HubPage.Listed) hub.page(hub.first(new Listing(CrawlMode.FULL, null, null, 10)));
    }

    private static MockResponse page(String body, @Nullable String link) {
        MockResponse.Builder answer = new MockResponse.Builder()
                .code(200)
                .addHeader("Date", "Mon, 02 Nov 2026 09:59:58 GMT")
                .body(body);
        return (link == null ? answer : answer.addHeader("Link", link)).build();
    }
}
