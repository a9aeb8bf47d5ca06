package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.samplehub.Asked;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for files on a real broker, from a hub with files that bite. */
class FileAnswersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CROWDED = 5;

    @TempDir
    private Path dir;

    @Test
    void answersWithEveryPageOfTheTreeInOrder() throws Exception {
        // given
        SampleHubConfig config =
                SampleHubConfig.defaults().withModels(400).withFaults(Faults.parse("tree-many-files=" + CROWDED));
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(config);
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {
            List<ModelTruth> models = chosen(hub);

            // when
            DetailRequests.send(
                    stage, models.stream().map(DetailRequests::files).toList());

            // then
            Map<String, List<Observation>> answers = awaitEnds(stage, models.size());
            for (ModelTruth model : models) {
                List<Observation> pages = Objects.requireNonNull(answers.get(model.stableId()));
                assertPages(model, pages);
                assertThat(told(pages)).isEqualTo(files(hub.truth().files(model)));
            }
            assertThat(answers.get(models.getFirst().stableId())).hasSize(51);
            assertThat(stage.deadLetters()).isEmpty();
            assertThat(hub.asked()).extracting(Asked::kind).containsOnly(Asked.Kind.TREE);
            assertThat(crawler.progress()).isEmpty();
        }
    }

    @Test
    void answersWhateverTheHubDoes() throws Exception {
        // given
        String faults = "tree-html-page=1,tree-html-page=2x2,tree-truncated-page=3x2,tree-cut=4x2,tree-no-revision=6,"
                + "tree-many-files=7@2500,tree-repeat-cursor=7.2,tree-redirect-away=8@http://10.0.0.1/,tree-429=10@3000";
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(
                        SampleHubConfig.defaults().withModels(60).withFaults(Faults.parse(faults)));
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {
            List<ModelTruth> models = hub.truth().models().toList();
            Instant before = Instant.now();

            // when
            DetailRequests.send(
                    stage,
                    Stream.of(1, 2, 3, 4, 6, 7, 8)
                            .map(number -> DetailRequests.files(models.get(number)))
                            .toList());
            Map<String, List<Observation>> answers = awaitEnds(stage, 7);
            DetailRequests.send(stage, List.of(DetailRequests.files(models.get(10))));

            // then
            assertThat(last(answers, models.get(1)).getKind()).isEqualTo(ObservationKind.DETAILED);
            for (int number : new int[] {2, 3, 4}) {
                assertThat(last(answers, models.get(number)).getKind()).isEqualTo(ObservationKind.REFUSED);
                assertThat(last(answers, models.get(number)).getRetryAt()).isAfter(before);
            }
            for (int number : new int[] {6, 7, 8}) {
                assertThat(last(answers, models.get(number)).getKind()).isEqualTo(ObservationKind.REFUSED);
                assertThat(last(answers, models.get(number)).getRetryAt()).isNull();
            }
            assertThat(last(answers, models.get(6)).getReason()).contains("the revision is gone");
            assertThat(stage.deadLetters())
                    .extracting(DeadLetter::getReason)
                    .containsExactlyInAnyOrder(
                            DeadLetterReason.BAD_DETAILS,
                            DeadLetterReason.BAD_DETAILS,
                            DeadLetterReason.BAD_DETAILS,
                            DeadLetterReason.CURSOR_REPEATED);
            Observation later = last(awaitEnds(stage, 8), models.get(10));
            assertThat(later.getKind()).isEqualTo(ObservationKind.REFUSED);
            assertThat(later.getRetryAt()).isAfter(before.plusSeconds(2_000));
            assertThat(crawler.progress()).isEmpty();
        }
    }

    @Test
    void aGoneModelIsGoneForItsFilesToo() throws Exception {
        // given
        try (Stage stage = new Stage(dir);
                SampleHub hub = SampleHub.start(
                        SampleHubConfig.defaults().withModels(200).withStep(3));
                HubHttp http = Stage.http(hub.apiUri());
                Crawler crawler = stage.crawler(http, Stage.config())) {
            ModelTruth gone =
                    hub.truth().models().filter(it -> !it.live()).findFirst().orElseThrow();

            // when
            DetailRequests.send(stage, List.of(DetailRequests.files(gone)));

            // then
            Observation answer = last(awaitEnds(stage, 1), gone);
            assertThat(answer.getKind()).isIn(ObservationKind.GONE, ObservationKind.REFUSED);
            assertThat(answer.getRetryAt()).isNull();
            assertThat(crawler.progress()).isEmpty();
        }
    }

    @Test
    void aSlowAnswerKeepsItsLockAndTheOthersAreAnswered() throws Exception {
        // given
        CountDownLatch release = new CountDownLatch(1);
        Duration lock = Duration.ofSeconds(15);
        try (Stage stage = new Stage(dir, Map.of("share.record.lock.duration.ms", "" + lock.toMillis()));
                SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(60));
                HubHttp http = Stage.http(hub.apiUri());
                Crawler one = stage.crawler(http, Stage.config());
                Crawler other = stage.crawler(http, Stage.config())) {
            List<ModelTruth> models = hub.truth()
                    .live()
                    .filter(it -> it.movedTo() == null)
                    .limit(30)
                    .toList();
            ModelTruth slow = models.getFirst();
            hub.onRequest(request -> {
                if (request.path().contains(slow.sha())) {
                    Stage.awaitQuietly(release);
                }
            });

            DetailRequests.send(stage, List.of(DetailRequests.files(models.getLast())));
            awaitEnds(stage, 1);

            // when
            DetailRequests.send(stage, List.of(DetailRequests.files(slow)));
            Awaitility.await().atMost(Stage.PATIENCE).until(() -> asked(hub, slow) == 1);
            DetailRequests.send(
                    stage,
                    models.subList(1, 29).stream().map(DetailRequests::files).toList());
            Awaitility.await()
                    .pollDelay(lock.plusSeconds(2))
                    .atMost(Stage.PATIENCE)
                    .until(() -> true);
            long askedMeanwhile = asked(hub, slow);
            Map<String, List<Observation>> meanwhile = byModel(stage);
            release.countDown();

            // then
            assertThat(askedMeanwhile).isEqualTo(1);
            assertThat(meanwhile).doesNotContainKey(slow.stableId());
            Map<String, List<Observation>> answers = awaitEnds(stage, 30);
            assertThat(answers.get(slow.stableId()))
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it.getLast()).isTrue());
            // A lock may be lost on a machine that stands still for a while: answered again, without harm.
            assertThat(answers).hasSize(30);
            assertThat(answers.values()).allSatisfy(it -> assertThat(it).isNotEmpty());
            assertThat(one.progress()).isEqualTo(other.progress());
        } finally {
            release.countDown();
        }
    }

    /** The crowded one first, then a few plain ones, and each kind that bites. */
    private static List<ModelTruth> chosen(SampleHub hub) {
        List<ModelTruth> live = hub.truth().live().toList();
        List<ModelTruth> chosen = new ArrayList<>(List.of(live.get(CROWDED)));
        chosen.addAll(live.subList(40, 70));
        live.stream().filter(it -> it.movedTo() != null).forEach(chosen::add);
        live.stream().filter(it -> !"false".equals(it.gated())).limit(3).forEach(chosen::add);
        live.stream()
                .filter(it -> hub.truth().files(it).stream()
                        .anyMatch(file -> file.path().startsWith("../")))
                .forEach(chosen::add);
        live.stream().filter(it -> "MANY_FILES".equals(it.oddity())).forEach(chosen::add);
        assertThat(chosen).anyMatch(it -> it.movedTo() != null).hasSizeGreaterThan(36);
        return chosen.stream().distinct().toList();
    }

    private static void assertPages(ModelTruth model, List<Observation> pages) {
        assertThat(pages)
                .extracting(Observation::getPage)
                .containsExactlyElementsOf(
                        IntStream.range(0, pages.size()).boxed().toList());
        assertThat(pages)
                .extracting(Observation::getLast)
                .containsExactlyElementsOf(IntStream.range(0, pages.size())
                        .mapToObj(page -> page == pages.size() - 1)
                        .toList());
        assertThat(pages).allSatisfy(it -> {
            assertThat(it.getKind()).isEqualTo(ObservationKind.DETAILED);
            assertThat(it.getId()).isEqualTo(model.path());
            assertThat(it.getRevision()).isEqualTo(model.sha());
            assertThat(it.getRunId()).isEqualTo(DetailRequests.RUN);
        });
    }

    /** What the pages tell of every file: size, oid, sha256. */
    private static Map<String, String> told(List<Observation> pages) {
        Map<String, String> told = new TreeMap<>();
        for (Observation page : pages) {
            for (JsonNode entry : json(page.getBody())) {
                if (entry.get("type").asText().equals("file")) {
                    told.put(
                            entry.get("path").asText(),
                            entry.get("size").asText() + " " + entry.get("oid").asText() + " "
                                    + entry.path("lfs").path("oid").asText("none"));
                }
            }
        }
        return told;
    }

    private static Map<String, String> files(List<FileTruth> truth) {
        Map<String, String> files = new TreeMap<>();
        truth.forEach(it -> files.put(
                it.path(),
                it.size() + " " + it.oid() + " " + Objects.requireNonNullElse(it.announcedSha256(), "none")));
        return files;
    }

    private static JsonNode json(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<Observation>> awaitEnds(Stage stage, int count) {
        return Awaitility.await()
                .atMost(Stage.PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> byModel(stage),
                        it -> it.values().stream().filter(FileAnswersIT::ended).count() == count);
    }

    private static Map<String, List<Observation>> byModel(Stage stage) {
        Map<String, List<Observation>> found = new TreeMap<>();
        stage.observations()
                .forEach(it -> found.computeIfAbsent(it.getStableId(), any -> new ArrayList<>())
                        .add(it));
        return found;
    }

    private static boolean ended(List<Observation> answer) {
        Observation last = answer.getLast();
        return last.getKind() != ObservationKind.DETAILED || Boolean.TRUE.equals(last.getLast());
    }

    private static Observation last(Map<String, List<Observation>> answers, ModelTruth model) {
        return Objects.requireNonNull(answers.get(model.stableId())).getLast();
    }

    private static long asked(SampleHub hub, ModelTruth model) {
        return hub.asked().stream().filter(it -> it.model() == model.number()).count();
    }
}
