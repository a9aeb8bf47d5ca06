package io.ptmtorrent.crawler.hub.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.NotBeforeException;
import io.ptmtorrent.http.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees in the shape of huggingface.co (hub docs and OpenAPI, August 2026), values of our own. */
class ModelTreeTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final String PAGE = "[{\"type\":\"file\",\"oid\":\"a1\",\"size\":7,\"path\":\"config.json\"},\n"
            + "{\"type\":\"file\",\"oid\":\"b2\",\"size\":9,\"path\":\"w\\u0000\",\"lfs\":{\"oid\":\"c3\",\"size\":9}}]";

    @AutoClose
    private final HubServer there = new HubServer();

    private final MockWebServer server = there.server;
    private HuggingFace hub = there.hub(Map.of());

    @Test
    void aPageIsItsExactBytesAndTheWayToTheNext() throws Exception {
        // given
        String next = server.url("/api/models/owner/name/tree/" + SHA + "?recursive=true&cursor=x") + "";
        server.enqueue(page(PAGE, "<" + next + ">; rel=\"next\""));

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        String canonical = "https://huggingface.co/api/models/owner/name/tree/" + SHA + "?recursive=true";
        assertThat(page).isInstanceOfSatisfying(FilePage.Listed.class, listed -> {
            assertThat(text(listed.body())).isEqualTo(PAGE);
            assertThat(listed.url()).isEqualTo(canonical);
            assertThat(listed.next()).isEqualTo(new Next.Page(new Cursor(canonical + "&cursor=x")));
        });
        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
    }

    @Test
    void aCursorIsAskedAsItStands() throws Exception {
        // given
        server.enqueue(page("[]", null));
        String cursor = "https://huggingface.co/api/models/owner/name/tree/" + SHA + "?recursive=true&cursor=a%2Bb";

        // when
        FilePage page = hub.files("owner/old-name", SHA, new Cursor(cursor));

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        FilePage.Listed.class, it -> assertThat(it.next()).isInstanceOf(Next.End.class));
        assertThat(server.takeRequest().getUrl().encodedQuery()).isEqualTo("recursive=true&cursor=a%2Bb");
    }

    @ParameterizedTest
    @CsvSource({
        "owner/name, refs/pr/1, /api/models/owner/name/tree/refs%2Fpr%2F1",
        "gpt2, %2e%2e, /api/models/gpt2/tree/%252e%252e",
        "a?b/c#d, main, /api/models/a%3Fb/c%23d/tree/main"
    })
    void idAndRevisionAreEncodedSegmentBySegment(String id, String revision, String path) throws Exception {
        // given
        server.enqueue(page("[]", null));

        // when
        hub.files(id, revision, null);

        // then
        assertThat(server.takeRequest().getUrl().encodedPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../x       | abc | |
            a/b/c      | abc | |
            owner/name | ..  | |
            owner/name | ''  | |
            owner/name | abc | https://huggingface.co/api/models/owner/name/tree/other?recursive=true
            owner/name | abc | https://huggingface.co/api/models/owner/name/tree/abc
            owner/name | abc | https://huggingface.co/api/models?cursor=x&recursive=true
            owner/name | abc | http://127.0.0.1:1/api/models/owner/name/tree/abc?recursive=true
            owner/name | abc | https://evil.example/api/models/owner/name/tree/abc?recursive=true
            owner/name | abc | https://huggingface.co/api/datasets/owner/name/tree/abc?recursive=true
            """)
    void asksNothingForWhatCanBeNoPage(String id, String revision, @Nullable String cursor) throws Exception {
        // when
        FilePage page = hub.files(id, revision, cursor == null ? null : new Cursor(cursor));

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class, it -> assertThat(it.retryAt()).isNull());
        assertThat(server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "404, RepoNotFound, false, Gone",
        "404, , false, Gone",
        "401, , false, Gone",
        "401, , true, Refused",
        "401, GatedRepo, false, Refused",
        "403, GatedRepo, true, Refused",
        "403, , false, Refused",
        "404, RevisionNotFound, false, Refused",
        "404, EntryNotFound, false, Refused",
        "400, , false, Refused"
    })
    void tellsTheHubsWordFromAllElse(int code, @Nullable String error, boolean token, String outcome) throws Exception {
        // given
        hub = there.hub(token ? Map.of("huggingface.co", new Token("hf_test")) : Map.of());
        MockResponse.Builder answer = new MockResponse.Builder().code(code).body("the hub's words");
        server.enqueue((error == null ? answer : answer.addHeader("X-Error-Code", error)).build());

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page.getClass().getSimpleName()).isEqualTo(outcome);
        if (page instanceof Lookup.Refused refused) {
            assertThat(refused.retryAt()).isNull();
            assertThat(refused.reason()).contains("gave " + code).contains("the hub's words");
            assertThat(refused.reason().contains("the revision is gone")).isEqualTo("RevisionNotFound".equals(error));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html></html>",
                "",
                "{\"error\":\"no\"}",
                "[{\"path\":\"a\"},{\"pa",
                "[{\"path\":\"a\"}",
                "[] []",
                "[nul]"
            })
    void whatIsNoJsonArrayIsUnreadable(String body) throws Exception {
        // given
        server.enqueue(page(body, null));

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page).isInstanceOfSatisfying(FilePage.Unreadable.class, it -> {
            assertThat(it.reject().reason()).isEqualTo(DeadLetterReason.BAD_DETAILS);
            assertThat(text(it.reject().bytes())).isEqualTo(body);
        });
    }

    @Test
    void anAnswerThatBreaksOffIsUnreadable() throws Exception {
        // given
        server.enqueue(new MockResponse.Builder()
                .body(PAGE.repeat(1000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        FilePage.Unreadable.class,
                        it -> assertThat(it.reject().reason()).isEqualTo(DeadLetterReason.BAD_DETAILS));
    }

    @Test
    void aPageThatNoObservationHoldsIsTooLarge() throws Exception {
        // given
        Buffer body = new Buffer().writeUtf8("[\"" + "x".repeat(HubRow.MAX_BYTES) + "\"]");
        server.enqueue(new MockResponse.Builder().body(body).build());

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        FilePage.Unreadable.class,
                        it -> assertThat(it.reject().reason()).isEqualTo(DeadLetterReason.TOO_LARGE));
    }

    @Test
    void aRenamedModelIsFollowedAndItsPagesAreThoseOfItsNewPath() throws Exception {
        // given
        server.enqueue(redirect("/api/models/new/name/tree/" + SHA + "?recursive=true"));
        server.enqueue(page(PAGE, "</api/models/new/name/tree/" + SHA + "?recursive=true&cursor=2>; rel=\"next\""));

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page).isInstanceOfSatisfying(FilePage.Listed.class, it -> {
            assertThat(it.url()).contains("/new/name/");
            assertThat(it.next())
                    .isInstanceOfSatisfying(
                            Next.Page.class,
                            next -> assertThat(next.cursor().value())
                                    .startsWith("https://huggingface.co/api/models/new/name/tree/"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/models/new/name",
                "/api/models/new/name/tree/other?recursive=true",
                "/api/models/new/name/tree/" + SHA,
                "/login"
            })
    void aRedirectToAnythingElseIsRefused(String location) throws Exception {
        // given
        server.enqueue(redirect(location));
        server.enqueue(page(PAGE, null));

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page).isInstanceOf(Lookup.Refused.class);
    }

    @Test
    void aRedirectToAPrivateAddressIsRefused() throws Exception {
        // given
        server.enqueue(redirect("http://10.0.0.1/api/models/owner/name/tree/" + SHA + "?recursive=true"));

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class, it -> assertThat(it.reason()).contains("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <https://evil.example/api/models/owner/name/tree/x?recursive=true>; rel="next"
            </api/models/owner/other/tree/x?recursive=true&cursor=2>; rel="next"
            <http://127.0.0.1:1/x>; rel="next"
            """)
    void aLinkThatLeavesTheListIsNotFollowed(String link) throws Exception {
        // given
        server.enqueue(page(PAGE, link));

        // when
        FilePage page = hub.files("owner/name", SHA, null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        FilePage.Listed.class, it -> assertThat(it.next()).isInstanceOf(Next.Refused.class));
    }

    @Test
    void trafficThatIsTurnedAwayMayWorkLater() {
        // given
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "120")
                .build());

        // then
        assertThatThrownBy(() -> hub.files("owner/name", SHA, null)).isInstanceOf(NotBeforeException.class);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static MockResponse page(String body, @Nullable String link) {
        MockResponse.Builder answer = new MockResponse.Builder().code(200).body(body);
        return (link == null ? answer : answer.addHeader("Link", link)).build();
    }

    private static MockResponse redirect(String location) {
        return new MockResponse.Builder()
                .code(307)
                .addHeader("Location", location)
                .build();
    }
}
