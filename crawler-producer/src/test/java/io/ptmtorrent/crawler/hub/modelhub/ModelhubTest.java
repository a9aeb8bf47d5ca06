package io.ptmtorrent.crawler.hub.modelhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.NotBeforeException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the hosts behind Modelhub.ai; the registry's shape is that of modelhub-ai/modelhub, October 2022. */
final class ModelhubTest {
    private static final String MASTER = "/raw.githubusercontent.com/modelhub-ai/modelhub/master/models.json";
    private static final String HEAD = "/raw.githubusercontent.com/modelhub-ai/modelhub/HEAD/models.json";
    private static final String COMMIT = "1f0c2a9be6d8b7f1a34c5d6e7f8091a2b3c4d5e6";
    private static final String RAW = "/raw.githubusercontent.com/modelhub-ai/tern/" + COMMIT + "/";
    private static final String CONFIG = RAW + "contrib_src/model/config.json";
    private static final String INIT = RAW + "init/init.json";
    private static final String TERN = row("t1", "tern");
    private static final String GULL = row("g1", "gull");

    private final MockWebServer server = new MockWebServer();
    private final Map<String, MockResponse> answers = new HashMap<>();
    private HubHttp http;
    private Modelhub hub;

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String path = request.getUrl().encodedPath();
                return answers.getOrDefault(path, status(404));
            }
        });
        server.start();
        List<Endpoint> endpoints = Stream.of("raw.githubusercontent.com", "github.com")
                .map(host -> new Endpoint(host, URI.create(server.url("/" + host) + "")))
                .toList();
        http = HubHttp.create(
                HubHttpConfig.defaults("test").withEndpoints(endpoints).withPace(1, Duration.ZERO),
                new SimpleMeterRegistry());
        hub = new Modelhub(http);
        refs("tern");
        refs("gull");
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void anUnchangedRegistryIsAskedForWithItsEtagAndNotReadAgain() throws Exception {
        // given
        answers.put(MASTER, status(304));

        // when
        HubPage page = hub.page(hub.first(new Listing(CrawlMode.INCREMENTAL, null, "W/\"v/1\"", 100)));

        // then
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            assertThat(listed.items()).isEmpty();
            assertThat(listed.rest()).isNull();
            assertThat(listed.next()).isInstanceOf(HubPage.Next.End.class);
            assertThat(listed.version()).isEqualTo("W/\"v/1\"");
        });
        assertThat(server.takeRequest().getHeaders().get("If-None-Match")).isEqualTo("W/\"v/1\"");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void withoutAnEtagTheDigestOfTheRegistryIsItsVersion() throws Exception {
        // given
        answers.put(MASTER, ok("[]"));
        HubPage.Listed first = (HubPage.Listed) hub.page(hub.first(SampleWorld.full(100)));

        // when
        HubPage.Listed second = (HubPage.Listed) hub.page(hub.first(SampleWorld.increment(first.version())));

        // then: the SHA-256 of two brackets
        assertThat(first.version())
                .isEqualTo("sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
        assertThat(second.version()).isEqualTo(first.version());
        server.takeRequest();
        assertThat(server.takeRequest().getHeaders().get("If-None-Match")).isNull();
    }

    @Test
    void aRegistryWhoseBranchIsGoneIsReadWhereHeadStands() throws IOException {
        // given
        answers.put(HEAD, ok("[" + TERN + "]"));

        // when
        HubPage page = page();

        // then
        assertThat(items(page)).singleElement().isInstanceOf(HubRow.class);
        assertThat(((HubPage.Listed) page).url())
                .isEqualTo("https://raw.githubusercontent.com/modelhub-ai/modelhub/HEAD/models.json");
    }

    @Test
    void aRegistryThatIsGoneMakesTheHubUnavailable() throws IOException {
        assertThat(page())
                .isEqualTo(new HubPage.Refused(
                        "GET https://raw.githubusercontent.com/modelhub-ai/modelhub/HEAD/models.json gave 404"));
        assertThat(hub.lookup("t1", "tern")).isInstanceOf(Lookup.Refused.class);
        assertThat(hub.files("tern", COMMIT, null)).isInstanceOf(Lookup.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!doctype html> | NOT_JSON",
                "[{\"id\":\"a\"} | NOT_JSON",
                "'' | NOT_JSON",
                "{\"models\":[]} | NOT_A_LISTING",
                "null | NOT_A_LISTING"
            })
    void aRegistryThatIsNoneIsKeptAsALetterAndTheRunIsNotComplete(String text, DeadLetterReason reason)
            throws IOException {
        // given
        answers.put(MASTER, ok(text));

        // when
        HubPage page = page();

        // then
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            assertThat(listed.items()).isEmpty();
            assertThat(listed.rest()).extracting(HubReject::reason).isEqualTo(reason);
            assertThat(SampleWorld.text(SampleWorld.rest(listed).bytes())).isEqualTo(text);
        });
        assertThatThrownBy(() -> hub.lookup("t1", "tern")).isInstanceOf(IOException.class);
    }

    @Test
    void aRegistryOfAHundredMegabytesIsNotRead() throws IOException {
        // given
        answers.put(
                MASTER,
                new MockResponse.Builder()
                        .body(new Buffer().write(new byte[9 << 20]))
                        .build());

        // when
        HubPage page = page();

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        HubPage.Listed.class,
                        listed -> assertThat(listed.rest())
                                .extracting(HubReject::reason)
                                .isEqualTo(DeadLetterReason.TOO_LARGE));
    }

    @Test
    void aRowThatIsNoModelSpoilsNoOther() throws IOException {
        // given
        answers.put(MASTER, ok("[7,{\"id\":\"\"},{\"id\":7},null,{\"id\":\"a\\u0000b\"}," + TERN + "]"));

        // when
        List<HubItem> items = items(page());

        // then
        assertThat(items).hasSize(6);
        assertThat(items.getFirst()).isInstanceOf(HubRow.class);
        assertThat(items.subList(1, 6))
                .allSatisfy(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                HubReject.class,
                                reject -> assertThat(reject.reason()).isEqualTo(DeadLetterReason.MISSING_ID)));
    }

    @Test
    void aRepositoryThatFailsNowLeavesTheOthersAndMakesThePageNotWhole() throws IOException {
        // given
        answers.put(MASTER, ok("[" + TERN + ", " + GULL + "]"));
        answers.put("/github.com/modelhub-ai/gull.git/info/refs", status(500));

        // when
        HubPage page = page();

        // then
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            assertThat(listed.items())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            HubRow.class, row -> assertThat(row.stableId()).isEqualTo("t1"));
            assertThat(SampleWorld.rest(listed).message()).startsWith("1 of 2 rows could not be asked for; the last: ");
            assertThat(SampleWorld.text(SampleWorld.rest(listed).bytes())).isEqualTo("[" + GULL + "]");
        });
    }

    @Test
    void whereNoRepositoryAnswersThePageIsAskedForLater() {
        // given
        answers.put(MASTER, ok("[" + TERN + "]"));
        answers.put("/github.com/modelhub-ai/tern.git/info/refs", status(503));

        // when, then
        assertThatThrownBy(this::page).isInstanceOf(IOException.class);
    }

    @Test
    void aHostThatNamesATimeIsNotAskedForTheOtherRows() {
        // given
        answers.put(MASTER, ok("[" + TERN + "," + GULL + "]"));
        answers.put(
                CONFIG,
                new MockResponse.Builder()
                        .code(429)
                        .setHeader("Retry-After", "3600")
                        .build());

        // when, then
        assertThatThrownBy(this::page).isInstanceOf(NotBeforeException.class);
    }

    @Test
    void aFileThatIsTooLongOrNotInUtf8OrForbiddenIsNotedAndNotThere() throws IOException {
        // given
        answers.put(MASTER, ok("[" + TERN + "]"));
        answers.put(
                CONFIG,
                new MockResponse.Builder()
                        .body(new Buffer().write(new byte[(1 << 20) + 1]))
                        .build());
        answers.put(
                INIT,
                new MockResponse.Builder()
                        .body(new Buffer().write(new byte[] {'{', (byte) 0xff, '}'}))
                        .build());
        String first = body(items(page()).getFirst());
        answers.put(CONFIG, status(403));

        // when
        String second = body(items(page()).getFirst());

        // then
        assertThat(first)
                .contains("\"problems\":{\"contrib_src/model/config.json\":\"longer than 1048576 bytes\","
                        + "\"init/init.json\":\"not in UTF-8\"}")
                .contains("\"files\":{}");
        assertThat(second)
                .contains("\"contrib_src/model/config.json\":\"GET https://raw.githubusercontent.com/")
                .contains("gave 403");
    }

    @Test
    void anEnvelopeHoldsTheRowAsItStandsAndTheTextsAsStrings() throws IOException {
        // given
        String odd =
                "{ \"id\" : \"t1\", \"name\":\"tern\", \"github\":\"https://github.com/modelhub-ai/tern\", \"x\":1.50}";
        answers.put(MASTER, ok("[" + odd + "]"));
        answers.put(CONFIG, ok("{\"id\": \"t1\",}\n"));

        // when
        HubItem row = items(page()).getFirst();

        // then
        assertThat(body(row))
                .isEqualTo("{\"files\":{\"contrib_src/model/config.json\":\"{\\\"id\\\": \\\"t1\\\",}\\n\","
                        + "\"init/init.json\":null},\"problems\":{},\"registry\":" + odd
                        + ",\"repository\":{\"asked\":\"modelhub-ai/tern\",\"commit\":\"" + COMMIT
                        + "\",\"name\":\"modelhub-ai/tern\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filtered",
                "rows/0/0",
                "rows/65/0",
                "rows/10",
                "rows/10/-1",
                "rows/10/0/",
                "https://raw.githubusercontent.com/",
                "full"
            })
    void aCursorOfSomebodyElseIsRefused(String cursor) throws IOException {
        assertThat(hub.page(new Cursor(cursor))).isInstanceOf(HubPage.Refused.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aFilterIsRefused() throws IOException {
        // when
        HubPage page = hub.page(hub.first(new Listing(CrawlMode.FULL, "author=x", null, 10)));

        // then
        assertThat(page).isInstanceOf(HubPage.Refused.class);
    }

    @Test
    void aRowThatLinksToNoRepositoryIsAModelWithoutRevision() throws IOException {
        // given
        answers.put(MASTER, ok("[{\"id\":\"t1\",\"github\":\"https://gist.github.com/acme/42\"},{\"id\":\"t2\"}]"));

        // when
        List<HubItem> items = items(page());

        // then
        assertThat(items)
                .hasSize(2)
                .allSatisfy(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                HubRow.class, row -> assertThat(row.revision()).isNull()));
        assertThat(body(items.getFirst()))
                .contains("\"repository\":{\"missing\":\"the registry links to no repository at github.com\"}");
    }

    private HubPage page() throws IOException {
        return hub.page(hub.first(SampleWorld.full(100)));
    }

    private static List<HubItem> items(HubPage page) {
        assertThat(page).isInstanceOf(HubPage.Listed.class);
        return ((HubPage.Listed) page).items();
    }

    private static String body(HubItem item) {
        return SampleWorld.text(((HubRow) item).body());
    }

    /** A server of git's protocol version 0, which names all refs at once. */
    private void refs(String name) {
        String head = COMMIT + " HEAD\0symref=HEAD:refs/heads/main\n";
        String text = line("# service=git-upload-pack\n") + "0000" + line(head) + line(COMMIT + " refs/heads/main\n")
                + "0000";
        answers.put("/github.com/modelhub-ai/" + name + ".git/info/refs", ok(text));
    }

    private static String line(String text) {
        return "%04x".formatted(text.getBytes(UTF_8).length + 4) + text;
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    private static MockResponse ok(String body) {
        return new MockResponse.Builder().body(body).build();
    }

    private static String row(String id, String name) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"github\":\"https://github.com/modelhub-ai/" + name
                + "\"}";
    }
}
