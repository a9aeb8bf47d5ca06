package io.ptmtorrent.local.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.local.ReportFile;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.HubRequest;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.SampleHubs;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelzoo.ModelzooKind;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzooModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The story of each hub, told to a cluster by {@code ptm crawl}: a first day with faults, a day on which things change, a
 * bad day. The chapters build on one another; after each the topics hold what the hubs say that they have.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HubStoriesIT {
    private static final int MODELS = 5_500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Rows that are none, at Hugging Face: one a page that has the fault, in every run. */
    private static final String FAULTS =
            "5xx=1x2,429=2@1,truncated-page-once=3,bad-row=2,idless-row=4,cut=5,html-page=6";

    private static final int BAD_ROWS = 2;

    @TempDir
    static Path temp;

    private static SampleHubs hubs;
    private static CrawlCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        hubs = SampleHubs.start(
                SampleHubConfig.defaults().withSeed(11).withModels(MODELS).withFaults(Faults.parse(FAULTS)));
        cluster = new CrawlCluster(temp, hubs);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
        hubs.close();
    }

    @Test
    @Order(1)
    void theFirstDayIsReadWholeThroughAllFaults() throws IOException {
        // given hosts that are busy, broken, and break off
        UnaryOperator<Answer> busy =
                answer -> Answer.text(429, "Too Many Requests").with("retry-after", "1");
        UnaryOperator<Answer> broken = answer -> Answer.text(503, "upstream trouble");
        UnaryOperator<Answer> cut = answer -> answer.cutAt(answer.body().length / 2);
        UnaryOperator<Answer> good = answer -> answer;
        hubs.gitHub().spoil("github.com", List.of(busy, broken, good, broken, broken, cut));
        hubs.gitHub().spoil("codeload.github.com", List.of(broken, cut, good, broken));
        hubs.gitHub().spoil("raw.githubusercontent.com", List.of(cut, busy, good, broken, cut));
        hubs.gitHub().spoil("modelzoo.co", List.of(broken, good, cut, good, broken, busy));
        hubs.gitHub().spoil("www.modelscope.cn", List.of(busy, broken, cut));

        // when
        ReportFile report = cluster.crawl("--full");

        // then every fault has struck, and nothing is missing
        assertThat(hubs.gitHub().spoiltAhead()).isZero();
        assertHoldsAll();
        assertThat(report.hub("listed")).isEqualTo(MODELS + BAD_ROWS);
        assertThat(letters("huggingface")).isEqualTo(BAD_ROWS);
        assertThat(letters("modelhub")).isEqualTo(SampleModelhub.BAD_ROWS);
    }

    @Test
    @Order(2)
    void anUnchangedHubCostsAFewRequestsAndTellsNothing() throws IOException {
        // given
        long updates = updates().size();

        // when
        ReportFile increment = cluster.crawl();

        // then
        assertThat(requests(increment, "huggingface")).isLessThanOrEqualTo(3);
        assertThat(HubTruth.CATALOGUES)
                .allSatisfy(hub -> assertThat(requests(increment, hub)).as(hub).isLessThanOrEqualTo(2));
        assertThat(requests(increment, HubTruth.MODEL_SCOPE)).isEqualTo(1);
        assertThat(updates()).hasSize((int) updates);

        // when all of Hugging Face is listed again
        ReportFile full = cluster.crawl("--full", "--hub", "huggingface");

        // then
        assertThat(requests(full, "huggingface")).isPositive().isLessThanOrEqualTo((long) (0.0011 * MODELS));
        assertThat(updates()).hasSize((int) updates);
    }

    @Test
    @Order(3)
    void anIncrementFindsWhatADayChanged() throws IOException {
        // given
        hubs.step(1);

        // when
        ReportFile report = cluster.crawl();

        // then Hugging Face's commits are known
        long full = Math.ceilDiv(MODELS, 1000);
        assertThat(requests(report, "huggingface")).isLessThanOrEqualTo((long) (0.015 * full + 5));
        Set<String> told = told();
        assertThat(HubTruth.updates(hubs).stream()
                        .filter(update -> update.endsWith(" REVISED") || update.endsWith(" CREATED")))
                .isNotEmpty()
                .allMatch(told::contains);

        // and the catalogues stand as they do, what left them too
        HubTruth.CATALOGUES.forEach(HubStoriesIT::assertHolds);
        assertThat(updates())
                .filteredOn(update -> update.getHub().equals("modelzoo") && update.getType() == UpdateType.REVISED)
                .extracting(ModelUpdate::getStableId)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(movedOn());
    }

    /** Models of modelzoo.co that were there on the first day, and whose repositories have another commit since. */
    private static List<String> movedOn() {
        return hubs.modelzoo().truth().stream()
                .filter(model -> model.kind() == ModelzooKind.LFS)
                .map(SampleModelzooModel::slug)
                .filter(slug -> !slug.equals("tern-" + SampleHubs.MODELS))
                .toList();
    }

    @Test
    @Order(4)
    void aFullRunFindsWhatNoModificationTimeTells() throws IOException {
        // when
        cluster.crawl("--full");

        // then renames, re-creations, gates, switches and deletions are told, each once and nothing else
        assertHoldsAll();
        Set<String> expected = HubTruth.updates(hubs);
        assertThat(toldSinceTheFirstDay())
                .filteredOn(update -> !isInTheCardToo(update, expected))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A renamed model whose model-index bears its name has another card as well. */
    private static boolean isInTheCardToo(String update, Set<String> expected) {
        return update.endsWith(" METADATA_CHANGED")
                && expected.contains(update.replace(" METADATA_CHANGED", " RENAMED"));
    }

    @Test
    @Order(5)
    void modelsThatComeAndGoWhileTheListingIsReadAreNeitherLostNorMadeUp() throws IOException {
        // given a next day that begins at the fourth page
        AtomicInteger pages = new AtomicInteger();
        hubs.huggingFace().onRequest(request -> {
            if (isListing(request) && pages.incrementAndGet() == 4) {
                hubs.huggingFace().step(2);
            }
        });
        Set<String> before = ids(1);

        // when
        cluster.crawl("--full", "--hub", "huggingface");

        // then whoever was there all the time is there
        assertThat(pages.get()).isGreaterThanOrEqualTo(4);
        Set<String> staying = ids(2);
        staying.retainAll(before);
        assertThat(cluster.models("huggingface").keySet()).containsAll(staying);

        // and the next full run has the rest
        cluster.crawl("--full", "--hub", "huggingface");
        assertHolds("huggingface");
    }

    @Test
    @Order(6)
    void aCatalogueThatSuddenlyListsHalfLosesNoModelUntilThatIsAccepted() throws IOException {
        // given
        hubs.takeFromCatalogues(SampleHubs.MODELS / 2);
        String catalogues = String.join(",", HubTruth.CATALOGUES);

        // when
        CommandRun refused = cluster.tryCrawl("--hub", catalogues);

        // then
        assertThat(refused.code()).isEqualTo(1);
        assertThat(HubTruth.CATALOGUES).allSatisfy(hub -> {
            assertThat(refused.out()).contains(hub + ": listed ");
            assertThat(cluster.models(hub)).as(hub).hasSize(SampleHubs.MODELS);
        });
        assertThat(refused.out()).contains("give --accept-shrink if that is right");

        // when
        cluster.crawl("--hub", catalogues, "--accept-shrink");

        // then
        HubTruth.CATALOGUES.forEach(HubStoriesIT::assertHolds);

        // and from now on that is what they list
        cluster.crawl("--hub", catalogues, "--full");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 70})
    @Order(7)
    void aCrawlerThatIsKilledInTheCataloguesLeavesNothingTwice(int killedAt) throws Exception {
        // given a crawler that dies of a request, in the middle of what it lists
        String catalogues = String.join(",", HubTruth.CATALOGUES);
        AtomicInteger requests = new AtomicInteger();
        try (PtmProcess killed = cluster.process("--full", "--once", "--hub", catalogues)) {
            hubs.gitHub().onRequest(request -> {
                if (requests.incrementAndGet() == killedAt) {
                    killed.kill();
                }
            });
            await().atMost(PATIENCE).until(() -> !killed.isAlive());
        }

        // when
        cluster.crawl("--full", "--hub", catalogues);

        // then the newest run of each, begun by whomever, has listed every model once
        HubTruth.CATALOGUES.forEach(hub -> {
            assertHolds(hub);
            List<Observation> newest = newestRun(hub);
            assertThat(newest)
                    .as(hub)
                    .filteredOn(it -> it.getKind() == ObservationKind.LISTED)
                    .extracting(Observation::getStableId)
                    .containsExactlyInAnyOrderElementsOf(HubTruth.of(hubs, hub).keySet());
            assertThat(newest)
                    .as(hub)
                    .filteredOn(it -> it.getKind() == ObservationKind.RUN_ENDED)
                    .hasSize(CrawlCluster.PARTITIONS);
        });
    }

    @Test
    @Order(8)
    void aListThatChangesBetweenItsPagesLosesNoModel() throws IOException {
        // given modelzoo.co, whose first rows are taken away behind our first page
        AtomicBoolean changed = new AtomicBoolean();
        hubs.step(0);
        cluster.crawl("--hub", "modelzoo", "--full", "--accept-shrink");
        hubs.gitHub().onRequest(request -> {
            boolean later =
                    request.host().equals("modelzoo.co") && request.target().contains("/tern-24/");
            if (later && changed.compareAndSet(false, true)) {
                hubs.step(1);
            }
        });

        // when
        cluster.crawl("--hub", "modelzoo", "--full");
        cluster.crawl("--hub", "modelzoo");

        // then
        assertThat(changed).isTrue();
        assertHolds("modelzoo");
    }

    @Test
    @Order(9)
    void followsUntilItIsTold() throws Exception {
        // given
        try (PtmProcess following = cluster.process("--every", "1s", "--hub", "modelhub,onnx-model-zoo")) {
            // when an increment of each was begun by itself
            await().atMost(PATIENCE).until(() -> Set.copyOf(byTimer()).size() == 2);
            following.terminate();

            // then
            assertThat(following.exitCode()).isEqualTo(143);
            assertThat(following.err()).contains("follows, an increment every 1s");
            assertThat(following.out()).contains("Done after").contains("modelhub: ");
            assertThat(following.err()).doesNotContain("\tat ");
        }
        assertThat(byTimer()).containsOnly("modelhub", "onnx-model-zoo");
    }

    @Test
    @Order(10)
    void endsWithItsRunsAndSaysWhichFailed() throws IOException {
        // given
        hubs.gitHub().gone("modelhub-ai/modelhub");

        // when
        CommandRun run =
                CommandRun.of(cluster.arguments("--once", "--full", "--hub", "modelhub,huggingface", "--limit", "20"));

        // then
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("Not done (modelhub: ").contains("huggingface: 20 rows listed");
        assertThat(cluster.models("modelhub")).hasSize(SampleHubs.MODELS);
    }

    @Test
    @Order(11)
    void saysWhichTopicsAClusterLacks() throws IOException {
        // when
        CommandRun run = CommandRun.of(cluster.arguments("--once", "--prefix", "other."));

        // then
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("the cluster has no topic other.").contains("; ptm topics makes it");
    }

    private static void assertHoldsAll() {
        assertHolds("huggingface");
        HubTruth.CATALOGUES.forEach(HubStoriesIT::assertHolds);
        assertHolds(HubTruth.MODEL_SCOPE);
    }

    private static void assertHolds(String hub) {
        Set<String> missing = lines(HubTruth.of(hubs, hub));
        Set<String> wrong = lines(HubTruth.told(hub, cluster.models(hub)));
        Set<String> right = new TreeSet<>(missing);
        right.retainAll(wrong);
        missing.removeAll(right);
        wrong.removeAll(right);
        assertThat(missing)
                .as("missing of %s, in whose place are %s", hub, wrong)
                .isEmpty();
        assertThat(wrong).as("of %s and not to be", hub).isEmpty();
        assertThat(right).as(hub).isNotEmpty();
    }

    private static Set<String> lines(Map<String, String> models) {
        return models.entrySet().stream()
                .map(model -> model.getKey() + " " + model.getValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long requests(ReportFile report, String hub) {
        return report.json().path("hubs").path(hub).path("requests").asLong(-1);
    }

    private static long letters(String hub) {
        return cluster.values(Topics::deadLetters).stream()
                .filter(letter -> hub.equals(letter.getHub()))
                .map(DeadLetter::getId)
                .distinct()
                .count();
    }

    private static List<ModelUpdate> updates() {
        return cluster.values(Topics::modelUpdates);
    }

    /** Of Hugging Face: what and how, each time it was told. */
    private static Set<String> told() {
        return toldSinceTheFirstDay().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> toldSinceTheFirstDay() {
        Set<String> first = ids(0);
        List<String> told = new ArrayList<>();
        for (ModelUpdate update : updates()) {
            String line = update.getStableId() + " " + update.getType();
            if (update.getHub().equals("huggingface")
                    && !(line.endsWith(" CREATED") && first.contains(update.getStableId()))) {
                told.add(line);
            }
        }
        return told;
    }

    /** Of Hugging Face's models, those that are live at a step; it stands where it stood then. */
    private static Set<String> ids(int step) {
        int present = hubs.huggingFace().truth().step();
        hubs.huggingFace().step(step);
        Set<String> ids = hubs.huggingFace()
                .truth()
                .live()
                .map(ModelTruth::stableId)
                .collect(Collectors.toCollection(HashSet::new));
        hubs.huggingFace().step(present);
        return ids;
    }

    private static boolean isListing(HubRequest request) {
        return request.path().equals("/api/models") && request.query().contains("createdAt");
    }

    private static List<Observation> newestRun(String hub) {
        List<Observation> all = cluster.values(Topics::observations).stream()
                .filter(it -> it.getHub().equals(hub))
                .toList();
        long newest = all.stream().mapToLong(Observation::getRunId).max().orElseThrow();
        return all.stream().filter(it -> it.getRunId() == newest).toList();
    }

    /** Hubs of the runs that nobody asked for. */
    private static List<String> byTimer() {
        return cluster.values(Topics::crawlCheckpoints).stream()
                .filter(run -> run.getRequestId().startsWith("timer-") && run.getEndedAt() != null)
                .map(CrawlCheckpoint::getHub)
                .toList();
    }
}
