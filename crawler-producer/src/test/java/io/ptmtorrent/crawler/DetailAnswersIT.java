package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.HubRequest;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every detail request is answered, whatever became of the model. */
class DetailAnswersIT {
    @TempDir
    private Path dir;

    @Test
    void answersEveryRequestByAnObservation() throws Exception {
        // given
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(300));
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {
            hub.step(5);
            List<ModelTruth> live = hub.truth().live().limit(40).toList();
            ModelTruth dead =
                    hub.truth().models().filter(it -> !it.live()).findFirst().orElseThrow();
            List<DetailRequest> asked = new ArrayList<>();
            live.forEach(it -> asked.add(request(Stage.HUB, it.stableId(), it.path())));
            asked.add(request(Stage.HUB, dead.stableId(), dead.path()));
            asked.add(request(Stage.HUB, "hostile", "../../secret?x=1#y"));
            asked.add(request("nohub", "x", "x/y"));

            // when
            send(stage, asked);

            // then
            Map<String, Observation> answers = Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> answers(stage), it -> it.size() == asked.size());
            assertThat(live).allSatisfy(it -> {
                Observation answer = answerTo(answers, it.stableId());
                assertThat(answer.getKind()).isEqualTo(ObservationKind.LISTED);
                assertThat(answer.getRunId()).isEqualTo(77);
                assertThat(answer.getId()).isEqualTo(Objects.requireNonNullElse(it.movedTo(), it.path()));
                assertThat(answer.getRevision()).isEqualTo(it.sha());
            });
            assertThat(answerTo(answers, dead.stableId()).getKind()).isEqualTo(ObservationKind.GONE);
            assertThat(answerTo(answers, "hostile").getKind()).isEqualTo(ObservationKind.REFUSED);
            assertThat(answerTo(answers, "x").getKind()).isEqualTo(ObservationKind.REFUSED);
            assertThat(hub.requests()).extracting(HubRequest::method).containsOnly("GET");
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() -> assertThat(stage.deadLetters())
                            .singleElement()
                            .satisfies(it -> assertThat(it.getReason()).isEqualTo(DeadLetterReason.BAD_RECORD)));
            assertThat(crawler.progress()).isEmpty();
        }
    }

    @Test
    void detailsSpreadOverAllCrawlers() throws Exception {
        // given a hub that answers nobody before two have asked
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(120));
                HubHttp one = http(hub, "one@example.org");
                HubHttp two = http(hub, "two@example.org");
                Crawler first = stage.crawler(one, Stage.config());
                Crawler second = stage.crawler(two, Stage.config())) {
            Set<String> asking = ConcurrentHashMap.newKeySet();
            CountDownLatch both = new CountDownLatch(2);
            hub.onRequest(request -> {
                if (asking.add(request.headers().getOrDefault("user-agent", ""))) {
                    both.countDown();
                }
                Stage.awaitQuietly(both);
            });
            List<DetailRequest> asked = hub.truth()
                    .live()
                    .map(it -> request(Stage.HUB, it.stableId(), it.path()))
                    .toList();

            // when
            DetailRequests.send(stage, asked);

            // then
            Map<String, Observation> answers = Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> answers(stage), it -> it.size() == asked.size());
            assertThat(answers.values()).extracting(Observation::getKind).containsOnly(ObservationKind.LISTED);
            assertThat(asking).hasSize(2);
            assertThat(first.progress()).isEmpty();
            assertThat(second.progress()).isEmpty();
        }
    }

    private static HubHttp http(SampleHub hub, String contact) {
        return HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withContact(contact)
                        .withEndpoints(List.of(new Endpoint("huggingface.co", hub.apiUri()))),
                new SimpleMeterRegistry());
    }

    private static Observation answerTo(Map<String, Observation> answers, String stableId) {
        return Objects.requireNonNull(answers.get(stableId));
    }

    private static Map<String, Observation> answers(Stage stage) {
        return stage.observations().stream()
                .collect(Collectors.toMap(Observation::getStableId, it -> it, (one, other) -> one));
    }

    private static DetailRequest request(String hub, String stableId, String id) {
        return DetailRequest.newBuilder()
                .setHub(hub)
                .setStableId(stableId)
                .setId(id)
                .setWhy(DetailReason.ABSENT)
                .setRunId(77)
                .build();
    }

    private static void send(Stage stage, List<DetailRequest> requests) {
        DetailRequests.sendBytes(stage, "garbage", "no record".getBytes(StandardCharsets.UTF_8));
        DetailRequests.send(stage, requests);
    }
}
