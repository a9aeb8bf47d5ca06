package io.ptmtorrent.local.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import io.ptmtorrent.local.run.FileChoice;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubs;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrawlPlanTest {
    private static final long KNOWN = 3_117_871;

    @ParameterizedTest(name = "contact {0}, token {1}, limit {2}: {3} requests, {4} a window, {5}")
    @CsvSource({
        // 500 in 5 minutes, four fifths of it taken: 3,118 requests are 7.795 windows of 400.
        "team@example.org, false, , 3118, 400, PT38M58.5S",
        "team@example.org, true, , 3118, 800, PT19M29.25S",
        ", false, , 3118, 40, PT6H29M45S",
        "team@example.org, false, 1500, 2, 400, PT1.5S",
    })
    void aFullRunOfHuggingFaceIsARequestForAThousandModelsAtThePaceOfTheQuota(
            @Nullable String contact,
            boolean token,
            @Nullable Long limit,
            long requests,
            long perWindow,
            Duration time) {
        // given
        HubHttpConfig http = HubHttpConfig.defaults("test")
                .withContact(contact)
                .withTokens(token ? Map.of("huggingface.co", new Token("hf_x")) : Map.of());

        // when
        CrawlPlan plan = CrawlPlan.known(Map.of("huggingface", KNOWN), http, limit);

        // then
        HubPlan hub = plan.hubs().getFirst();
        assertThat(hub.full().total()).isEqualTo(requests);
        assertThat(pace(plan, Counter.HUGGING_FACE).sent()).isEqualTo(perWindow);
        assertThat(hub.full().time(plan.paces())).isEqualTo(time);
    }

    @Test
    void anIncrementOfHuggingFaceIsOneRequestAndAThirtiethAfterOnePercentChanged() {
        // when
        CrawlPlan plan = CrawlPlan.known(Map.of("huggingface", KNOWN), HubHttpConfig.defaults("test"), null);

        // then: 31,179 changed models fill 31 pages, and the page after them tells that no more follow
        HubPlan hub = plan.hubs().getFirst();
        assertThat(hub.unchanged().total()).isEqualTo(1);
        assertThat(hub.changed().total()).isEqualTo(32);
        assertThat(hub.changed().total())
                .isLessThan(Math.round(0.015 * hub.full().total()) + 5);
    }

    @Test
    void detailsAreARequestAModelAndSixtyAnHourAreAllThatGitHubsApiGives() {
        // given
        HubHttpConfig http = HubHttpConfig.defaults("test").withContact("team@example.org");

        // when
        CrawlPlan anonymous = CrawlPlan.known(Map.of("modelzoo", 480L, "huggingface", 1_500L), http, null);
        CrawlPlan withToken = CrawlPlan.known(
                Map.of("modelzoo", 480L),
                http.withTokens(Map.of("api.github.com", new Token("t"), "github.com", new Token("t"))),
                null);

        // then
        HubPlan huggingFace = anonymous.hubs().getFirst();
        HubPlan zoo = anonymous.hubs().getLast();
        assertThat(huggingFace.details().time(anonymous.paces())).isEqualTo(Duration.parse("PT18M45S"));
        assertThat(zoo.details().requests()).isEqualTo(Map.of(Counter.NOBODY, 2_400L, Counter.GITHUB_API, 480L));
        assertThat(zoo.details().time(anonymous.paces())).isEqualTo(Duration.ofHours(10));
        assertThat(withToken.hubs().getFirst().details().time(withToken.paces()))
                .isEqualTo(Duration.parse("PT7M12S"));
    }

    @ParameterizedTest
    @CsvSource({
        // Each hub's pages under docs/hubs tell these.
        "onnx-model-zoo, 2380, 3, 2, 2384",
        "pytorch-hub, 52, 59, 2, 56",
        "modelhub, 33, 133, 1, 165",
        "modelzoo, 50, 154, 2, 300",
    })
    void cataloguesCostWhatTheirPagesSay(String name, long models, long full, long unchanged, long details) {
        // when
        HubPlan hub = HubPlan.of(name, HubFigures.size(name), null);

        // then
        assertThat(hub.models()).isEqualTo(models);
        assertThat(hub.full().total()).isEqualTo(full);
        assertThat(hub.unchanged().total()).isEqualTo(unchanged);
        assertThat(hub.details().total()).isEqualTo(details);
    }

    @ParameterizedTest
    @CsvSource({
        "huggingface, 3117871, 1",
        "onnx-model-zoo, 2380, 1",
        "pytorch-hub, 52, 0",
        "modelhub, 30, 1",
        "modelzoo, 50, 1"
    })
    // Two rows of the synthetic registry are no models: the plan counts rows.
    void asksAHubOnceAtMostAndTakesWhatItSays(String name, long models, int asked) throws Exception {
        try (SampleHubs hubs = SampleHubs.start(SampleHubConfig.defaults().withModels(60))) {
            // when
            CrawlPlan plan = CrawlPlan.ask(List.of(name), http(hubs), null);

            // then
            HubPlan hub = plan.hubs().getFirst();
            assertThat(hub.trouble()).isNull();
            assertThat(hub.models()).isEqualTo(models);
            assertThat(requests(hubs)).isEqualTo(asked);
        }
    }

    @Test
    void asksAllHubsInFourRequestsAndTakesTheQuotaThatTheHubAnswers() throws Exception {
        try (SampleHubs hubs =
                SampleHubs.start(SampleHubConfig.defaults().withModels(60).withQuota(77, 60))) {
            // when
            CrawlPlan plan = CrawlPlan.ask(
                    List.of("huggingface", "onnx-model-zoo", "pytorch-hub", "modelzoo", "modelhub"), http(hubs), null);

            // then
            Pace pace = pace(plan, Counter.HUGGING_FACE);
            assertThat(pace.answered()).isTrue();
            assertThat(pace.quota()).isEqualTo(77);
            assertThat(pace.window()).isEqualTo(Duration.ofMinutes(1));
            assertThat(requests(hubs)).isEqualTo(4);
            assertThat(hubs.huggingFace().requests())
                    .noneMatch(request -> request.method().equals("HEAD"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 403, 429, 500})
    void aHubThatDoesNotAnswerIsAskedNoMoreAndPlannedByWhatIsKnown(int code) throws Exception {
        try (SampleHubs hubs = SampleHubs.start(SampleHubConfig.defaults().withModels(60))) {
            // given
            hubs.gitHub()
                    .mount(
                            "raw.githubusercontent.com",
                            request -> Answer.text(code, "no")
                                    .with("location", hubs.gitHub().uri() + "/raw.githubusercontent.com/elsewhere"));

            // when
            CrawlPlan plan = CrawlPlan.ask(List.of("modelhub"), http(hubs), null);

            // then
            HubPlan hub = plan.hubs().getFirst();
            assertThat(hub.models()).isEqualTo(33);
            assertThat(hub.trouble()).contains("modelhub-ai/modelhub/master/models.json");
            assertThat(plan.text(http(hubs), FileChoice.NONE)).contains("not asked   it could not be: GET https://raw");
            assertThat(requests(hubs)).isEqualTo(1);
        }
    }

    @Test
    void aDeadHubIsPlannedByWhatIsKnown() throws Exception {
        // given
        HubHttpConfig http = HubHttpConfig.defaults("test")
                .withContact("team@example.org")
                .withEndpoints(List.of(Endpoint.parse("huggingface.co=http://127.0.0.1:9/")));

        // when
        String text = CrawlPlan.ask(List.of("huggingface"), http, null)
                .text(http, new FileChoice(Artifacts.SMALL, null, false));

        // then
        assertThat(text)
                .contains("huggingface: about 3,117,871 models (counted by others who walked the listing, 2026-10-03)")
                .contains("not asked   it could not be: GET https://huggingface.co/api/models?limit=1&expand=sha: ")
                .contains("full run    3,118 requests, 38 minutes, 5.0 GB")
                .contains("increment   1 request where nothing changed; after 1 % changed 32 requests, a minute, ")
                .contains("details     3,117,871 requests, 27.0 days, 5.3 GB")
                .contains("fresh       changes within 5 minutes; details of up to 115,200 changed models a day;"
                        + " deletions and gating by full runs, every 38 minutes at best")
                .contains("quota       without a token, what it publishes; its answers count")
                .contains("we send     400 in 5 minutes (contact team@example.org; set HF_TOKEN for more)")
                .contains("files       small: at least one request a file");
    }

    private static Pace pace(CrawlPlan plan, Counter counter) {
        return plan.paces().stream()
                .filter(pace -> pace.counter() == counter)
                .findFirst()
                .orElseThrow();
    }

    private static HubHttpConfig http(SampleHubs hubs) {
        return HubHttpConfig.defaults("test")
                .withEndpoints(hubs.endpoints().entrySet().stream()
                        .map(host -> new Endpoint(host.getKey(), host.getValue()))
                        .toList());
    }

    private static int requests(SampleHubs hubs) throws IOException {
        return hubs.huggingFace().requests().size() + hubs.gitHub().requests().size();
    }
}
