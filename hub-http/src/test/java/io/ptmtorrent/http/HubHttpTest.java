package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ptmtorrent.http.RefusedRequestException.Reason;
import io.ptmtorrent.http.RequestCounts.HostCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole list together, against servers on loopback. */
class HubHttpTest {
    private static final String MODELS = "https://huggingface.co/api/models?limit=1000";
    private static final String FILE = "https://huggingface.co/o/m/resolve/abc/model.bin";

    @Test
    void asksTheMirrorInTheHubsNameAndAnswersCanonically() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(200, "Date", "Sun, 01 Nov 2026 12:00:00 GMT");

            // when
            Response response = hub.get(MODELS);

            // then
            RecordedRequest request = hub.nextRequest();
            assertThat(request.getTarget()).isEqualTo("/api/models?limit=1000");
            assertThat(request.getHeaders().get("User-Agent"))
                    .isEqualTo("ptmtorrent-stream/1.2.3 (+crawl@example.org)");
            assertThat(response.request().url()).hasToString(MODELS);
            assertThat(response.headers().getInstant("Date")).isEqualTo(FakeTime.START);
            assertThat(BoundedBody.read(response, 100)).isInstanceOf(BoundedBody.Whole.class);
        }
    }

    @Test
    void takesAPathPrefixOffAndOn() throws Exception {
        try (MockWebServer proxy = new MockWebServer()) {
            // given
            proxy.start(InetAddress.getLoopbackAddress(), 0);
            URI target = proxy.url("/hf").uri();
            proxy.enqueue(new MockResponse(307, Headers.of("Location", "/o/renamed"), ""));
            proxy.enqueue(new MockResponse(307, Headers.of("Location", "/hf/o/again"), ""));
            proxy.enqueue(new MockResponse(200, Headers.EMPTY, ""));

            // when
            try (ListedHub hub = new ListedHub(
                            config -> config.withEndpoints(Set.of(new Endpoint(ListedHub.HOST, target))));
                    Response response = hub.get("https://huggingface.co/o/m")) {

                // then
                assertThat(response.request().url()).hasToString("https://huggingface.co/o/again");
                assertThat(proxy.takeRequest().getTarget()).isEqualTo("/hf/o/m");
                assertThat(proxy.takeRequest().getTarget()).isEqualTo("/hf/o/renamed");
                assertThat(proxy.takeRequest().getTarget()).isEqualTo("/hf/o/again");
            }
        }
    }

    @Test
    void givesItsTokenToTheHubAndToNoHostAfterIt() throws Exception {
        try (MockWebServer cdn = new MockWebServer()) {
            // given
            cdn.start(InetAddress.getLoopbackAddress(), 0);
            HostPort server = new HostPort("cdn.example", cdn.getPort());
            try (ListedHub hub = new ListedHub(config ->
                    config.withTokens(Map.of(ListedHub.HOST, new Token("hf_t"))).withAllowPrivate(Set.of(server)))) {
                hub.answers(302, "Location", "http://" + server + "/f?Signature=s");
                cdn.enqueue(new MockResponse(302, Headers.of("Location", "https://huggingface.co/back"), ""));
                hub.answers(200);

                // when
                hub.get(FILE).close();

                // then
                assertThat(hub.nextRequest().getHeaders().get("Authorization")).isEqualTo("Bearer hf_t");
                assertThat(cdn.takeRequest().getHeaders().get("Authorization")).isNull();
                assertThat(hub.nextRequest().getHeaders().get("Authorization")).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/x",
                "http://localhost:%d/x",
                "http://[::1]:%d/x",
                "http://rebound.example:%d/x",
                "http://2130706433:%d/x",
                "http://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/x",
                "http://[::ffff:127.0.0.1]:%d/x",
                "http://[fd00::1]/x",
                "http://0.0.0.0:%d/x"
            })
    void refusesARedirectToAPrivateAddress(String location) throws Exception {
        try (MockWebServer inside = new MockWebServer();
                ListedHub hub = new ListedHub()) {
            // given
            inside.start(InetAddress.getLoopbackAddress(), 0);
            hub.answers(302, "Location", location.replace("%d", Integer.toString(inside.getPort())));

            // when
            RefusedRequestException refused = catchThrowableOfType(RefusedRequestException.class, () -> hub.get(FILE));

            // then
            assertThat(refused.reason()).isEqualTo(Reason.PRIVATE_ADDRESS);
            assertThat(inside.getRequestCount()).isZero();
            assertThat(hub.server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void doesNotOpenAnAllowedServerToAnotherNameForIt() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            String rebound = "http://rebound.example:" + hub.server.getPort() + "/x";

            // when, then
            assertThatThrownBy(() -> hub.get(rebound)).isInstanceOf(RefusedRequestException.class);
            assertThat(hub.server.getRequestCount()).isZero();
            assertThat(hub.http.counts().of("rebound.example").sent()).isZero();
        }
    }

    @Test
    void countsARequestForTheHubThatAsks() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(307, "Location", "/api/models/new").answers(200).answers(200);
            Request request = new Request.Builder().url(MODELS).build();

            // when
            hub.http.forHub("tern").client().newCall(request).execute().close();
            hub.http.client().newCall(request).execute().close();

            // then
            Set<String> hosts = Set.of(ListedHub.HOST);
            assertThat(hub.http.counts().of("tern", hosts).sent()).isEqualTo(2);
            assertThat(hub.http.counts().of("gull", hosts).sent()).isZero();
            assertThat(hub.http.counts().of(ListedHub.HOST).sent()).isEqualTo(3);
        }
    }

    @Test
    void countsEveryAttemptAndHop() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(503)
                    .answers(307, "Location", "/api/models/new")
                    .answers(502)
                    .answers(404);

            // when
            hub.get(MODELS).close();

            // then
            HostCounts counts = hub.http.counts().of("", Set.of(ListedHub.HOST, "never.example"));
            assertThat(counts).isEqualTo(new HostCounts(4, Map.of("failed", 2L), FakeTime.START));
            assertThat(hub.server.getRequestCount()).isEqualTo(4);
            assertThat(hub.registry.get("ptm.http.retries").counter().count()).isEqualTo(2);
            assertThat(hub.registry.get("ptm.http.redirects").counter().count()).isEqualTo(1);
            assertThat(hub.registry
                            .get("ptm.http.requests")
                            .tags("host", ListedHub.HOST, "outcome", "rejected")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00"})
    void sendsAgainOnceForABusyAnswerThatSaysAtOnce(String retryAfter) throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(503, "Retry-After", retryAfter).answers(200);

            // when
            hub.get(MODELS).close();

            // then
            assertThat(hub.http.counts().of(ListedHub.HOST).sent()).isEqualTo(2);
            assertThat(hub.server.getRequestCount()).isEqualTo(2);
        }
    }

    @Test
    void waitsForAShortLaterAndSendsAgain() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(429, "Retry-After", "7").answers(200);

            // when
            Response response = hub.get(MODELS);

            // then
            assertThat(response.code()).isEqualTo(200);
            assertThat(hub.time.slept()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void givesALongLaterBackAndKeepsQuietUntilThen() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(429, "RateLimit", "\"api\";r=0;t=120").answers(200);

            // when
            NotBeforeException first = catchThrowableOfType(NotBeforeException.class, () -> hub.get(MODELS));
            NotBeforeException second = catchThrowableOfType(NotBeforeException.class, () -> hub.get(MODELS));

            // then
            assertThat(first.notBefore()).isEqualTo(FakeTime.START.plusSeconds(121));
            assertThat(second.notBefore()).isEqualTo(first.notBefore());
            assertThat(hub.server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatHostsSaidIsLeft() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(
                            200,
                            "RateLimit",
                            "\"api\";r=499;t=295",
                            "RateLimit-Policy",
                            "\"fixed window\";\"api\";q=500;w=300")
                    .answers(404, "RateLimit", "\"api\";r=498;t=290");

            // when
            hub.get(MODELS).close();
            List<Allowance> first = hub.http.allowances();
            hub.get(MODELS).close();

            // then
            assertThat(first)
                    .containsExactly(new Allowance(
                            ListedHub.HOST, "api", 499, FakeTime.START.plusSeconds(295), 500L, Duration.ofMinutes(5)));
            assertThat(hub.http.allowances())
                    .singleElement()
                    .satisfies(said -> assertThat(said.left()).isEqualTo(498));
            assertThat(hub.registry
                            .get("ptm.http.budget.left")
                            .tags("host", ListedHub.HOST, "bucket", "api")
                            .gauge()
                            .value())
                    .isEqualTo(498);
        }
    }

    @Test
    void keepsRequestsApartWhereAHostAsksForIt() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(200).answers(200).answers(200).answers(200).answers(200);

            // when
            hub.http.keepApart(ListedHub.HOST, Duration.ofSeconds(3));
            hub.get(MODELS).close();
            hub.get(FILE).close();
            hub.time.pass(Duration.ofSeconds(1));
            hub.get(MODELS).close();
            hub.http.keepApart(ListedHub.HOST, Duration.ofDays(1));
            hub.get(MODELS).close();
            hub.http.keepApart(ListedHub.HOST, Duration.ZERO);
            hub.get(MODELS).close();

            // then
            assertThat(hub.time.sleeps())
                    .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(10));
        }
    }

    @Test
    void endsABurstOfServerErrorsWithTheLastOne() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(500).answers(502).answers(503).answers(504).answers(200);

            // when
            Response burst = hub.get(MODELS);
            Response after = hub.get(MODELS);

            // then
            assertThat(burst.code()).isEqualTo(504);
            assertThat(after.code()).isEqualTo(200);
        }
    }

    @Test
    void asksAgainWhenTheConnectionIsLost() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.server.enqueue(new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build());
            hub.answers(200);

            // when
            Response response = hub.get(MODELS);

            // then
            assertThat(response.code()).isEqualTo(200);
            assertThat(hub.http.counts().of(ListedHub.HOST))
                    .isEqualTo(new HostCounts(2, Map.of("unreachable", 1L), FakeTime.START));
        }
    }

    @Test
    void spendsATenthOfTheQuotaWithoutAContactButNotOnLoopback() throws Exception {
        // given
        String[] quota = {"RateLimit", "\"api\";r=500;t=300", "RateLimit-Policy", "\"fixed window\";\"api\";q=500;w=300"
        };

        // when
        Duration withContact = secondWait("127.0.0.1", "me@example.org", quota);
        Duration onLoopback = secondWait("127.0.0.1", null, quota);
        Duration beyond = secondWait("mirror.example", null, quota);

        // then
        assertThat(withContact).isEqualTo(Duration.ofMillis(750));
        assertThat(onLoopback).isEqualTo(Duration.ofMillis(750));
        assertThat(beyond).isEqualTo(Duration.ofMillis(7500));
    }

    @Test
    void keepsRangeAndIdentityOverRedirectsAndAnswersRawBytes() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(307, "Location", "/api/resolve-cache/f").answers(206);
            Request request = new Request.Builder()
                    .url(FILE)
                    .header("Accept-Encoding", "identity")
                    .header("Range", "bytes=5-")
                    .build();

            // when
            hub.ask(request).close();

            // then
            for (int hop = 0; hop < 2; hop++) {
                RecordedRequest sent = hub.nextRequest();
                assertThat(sent.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
                assertThat(sent.getHeaders().get("Range")).isEqualTo("bytes=5-");
            }
        }
    }

    @Test
    void asksInTheRealWorldToo() throws Exception {
        try (ListedHub hub = new ListedHub();
                HubHttp http = HubHttp.create(hub.config, hub.registry)) {
            // given
            hub.answers(500).answers(200);

            // when
            Request request = new Request.Builder().url(MODELS).build();
            Response response = http.client().newCall(request).execute();

            // then
            assertThat(response.code()).isEqualTo(200);
            assertThat(http.counts().of(ListedHub.HOST).sent()).isEqualTo(2);
        }
    }

    @Test
    void endsAWaitWhenItsThreadIsInterrupted() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(503).answers(200);
            Thread.currentThread().interrupt();

            // when, then
            assertThatThrownBy(() -> hub.get(MODELS)).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Duration secondWait(String targetHost, @Nullable String contact, String... headers)
            throws IOException {
        try (ListedHub hub = new ListedHub(config -> config.withContact(contact))) {
            int port = hub.server.getPort();
            URI target = URI.create("http://" + targetHost + ":" + port);
            hub.answers(200, headers).answers(200, headers);
            HubHttpConfig config = HubHttpConfig.defaults("1.0")
                    .withContact(contact)
                    .withEndpoints(Set.of(new Endpoint(ListedHub.HOST, target)));
            try (HubHttp http = HubHttp.create(config, hub.registry, hub.time.surroundings())) {
                Request request = new Request.Builder().url(MODELS).build();
                http.client().newCall(request).execute().close();
                http.client().newCall(request).execute().close();
            }
            return hub.time.slept();
        }
    }
}
