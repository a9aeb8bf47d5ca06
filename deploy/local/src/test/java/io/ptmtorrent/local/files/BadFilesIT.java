package io.ptmtorrent.local.files;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.ReportFile;
import io.ptmtorrent.local.TopicContents;
import io.ptmtorrent.local.files.BadHub.Struck;
import io.ptmtorrent.samplehub.Asked;
import io.ptmtorrent.samplehub.HubChange;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub with every bad file, list of files and name there is, through the whole command: what is left of it.
 *
 * <p>The command runs three times on one folder: on the first day, on the same day again, and on the next day. Each test
 * looks at what that left. What depends on a moment has its test where the moment can be chosen:
 *
 * <pre>
 * ../../x, /etc/passwd, NUL, 300 characters   here; PackageLifeTest.hostileNamesAreEncoded..., HuggingFaceUrlsTest
 * a model of 50,000 files                     here; PackageLifeTest.fiftyThousandFilesAreTenThousandWanted...
 * first source gated, second not              here (gated models have what open ones share); LedgerTest.aGatedSourceIsNeverAsked...
 * one file wanted by 1,000 models             LedgerTest.oneFileThatAThousandModelsWant...
 * revised twice in flight                     PackageLifeTest.aRevisionInFlightIsWithdrawn...
 * deleted in flight                           PackageLifeTest.aModelDeletedInFlight..., LedgerTest.whatIsUnderWayWhenTheLastWithdraws...
 * details refused                             here; DetailsTest.aRefusalForGood..., aRefusalOfANewRevision...
 * details deferred                            DetailsTest.aRefusalWithATimeIsAskedAgainThen
 * details paged                               here (50,000 files); DetailsTest.pagesAreGathered..., FileWalkTest
 * details for another revision                DetailsTest.anotherRevisionHasNoDetails, pagesOfARevisionThatIsNoMore...
 * wrong bytes, truncation, HTML, pointer      here; ArtifactFetcherTest
 * a redirect to a private address             here; ArtifactFetcherTest.followsNoRedirectToAPrivateAddress
 * a lost result                               FilesKillIT, LedgerTest.aRequestThatNobodyAnswersIsSentAgain...
 * a lost object                               LedgerTest.aLostObjectIsRecordedAndAskedForAgain...
 * a request delivered six times               SinkIT.givesUpARequestThatNobodyCouldAnswerFiveTimes
 * </pre>
 */
class BadFilesIT {
    private static final Set<Asked.Kind> ABOUT_FILES = EnumSet.of(
            Asked.Kind.TREE, Asked.Kind.RESOLVE, Asked.Kind.SMALL_FILE, Asked.Kind.LARGE_FILE, Asked.Kind.MODEL);

    /** Changes that bring another revision or identity, or open what was closed. */
    private static final Set<HubChange> WITH_FILES = EnumSet.of(
            HubChange.CREATED, HubChange.REVISED, HubChange.RECREATED, HubChange.RESTORED, HubChange.UNGATED);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path temp;

    private static final AtomicInteger ASKED_ELSEWHERE = new AtomicInteger();
    private static HttpServer elsewhere;
    private static BadHub bad;
    private static SampleHub hub;
    private static Day first;
    private static Day again;
    private static Day next;
    private static List<DeadLetter> letters;

    /** What export says at the end, by stable id. */
    private static Map<String, JsonNode> packages;

    /** What a run left, and what it asked for about files. */
    private record Day(
            SampleHubTruth truth, CommandRun run, ReportFile report, List<Asked> asked, StoredFolder stored) {}

    @BeforeAll
    static void crawlThreeTimes() throws Exception {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            ASKED_ELSEWHERE.incrementAndGet();
            exchange.close();
        });
        elsewhere.start();
        bad = BadHub.make("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/away");
        hub = SampleHub.start(bad.config());
        first = crawl();
        again = crawl();
        hub.step(1);
        next = crawl();
        letters = TopicContents.of(temp.resolve("data"), Topics::deadLetters);
        packages = export();
    }

    @AfterAll
    static void stop() throws IOException {
        elsewhere.stop(0);
        hub.close();
    }

    @Test
    void everyRunEndsWellAndAccountsForEveryFile() {
        for (Day day : List.of(first, again, next)) {
            // then
            assertThat(day.run().code()).as(day.run().err()).isZero();
            JsonNode files = day.report().json().path("files");
            assertThat(files.path("wanted").asLong())
                    .isPositive()
                    .isEqualTo(Stream.of("stored", "deduplicated", "failed", "unavailable", "gated")
                            .mapToLong(state -> files.path(state).asLong())
                            .sum());
        }
    }

    @Test
    void everyManifestSaysOfEveryFileWhatBecameOfIt() {
        // given
        ExpectedRows expected = new ExpectedRows(first.truth(), bad);

        // then
        for (ModelTruth model : expected.models()) {
            if (model.number() != bad.crowded()) {
                Map<String, Row> rows = first.stored().rows(model);
                assertThat(rows)
                        .as(model.toString())
                        .containsExactlyInAnyOrderEntriesOf(inEitherOrder(model, expected.of(model), rows));
            }
        }
    }

    /**
     * A closed model's file whose bytes an open one gives is stored, or as closed as its model where it was wanted
     * before they came.
     */
    private static Map<String, Row> inEitherOrder(ModelTruth model, Map<String, Row> expected, Map<String, Row> rows) {
        Map<String, Row> either = new HashMap<>(expected);
        Row closed = closed(model);
        if (closed != null) {
            rows.forEach(
                    (path, row) -> either.computeIfPresent(path, (same, wanted) -> row.equals(closed) ? row : wanted));
        }
        return either;
    }

    private static @Nullable Row closed(ModelTruth model) {
        if (model.disabled()) {
            return Row.lacking(FileState.UNAVAILABLE, FileReason.DISABLED);
        }
        return model.gated().equals("false") ? null : Row.lacking(FileState.GATED, FileReason.GATED);
    }

    /** Disabled models with a file that was wanted before an open model brought its bytes: the next run finds them. */
    private static List<ModelTruth> wantedTooEarly() {
        ExpectedRows expected = new ExpectedRows(first.truth(), bad);
        return expected.models().stream()
                .filter(model -> model.disabled() && !first.stored().rows(model).equals(expected.of(model)))
                .toList();
    }

    @Test
    void tooManyFilesAreWantedUpToTheLimitAndTheRestIsCounted() {
        // given
        ModelTruth model = numbered(bad.crowded());
        Map<String, Row> expected = new ExpectedRows(first.truth(), bad).of(model);

        // then
        Map<String, Row> rows = first.stored().rows(model);
        assertThat(expected).hasSizeGreaterThan(50_000);
        assertThat(rows).hasSize(10_000);
        rows.forEach((path, row) -> assertThat(row).as(path).isEqualTo(expected.get(path)));
        assertThat(first.stored().manifest(model).path("omittedFiles").asInt()).isEqualTo(expected.size() - 10_000);
        assertThat(first.asked())
                .filteredOn(it -> it.model() == bad.crowded() && it.kind() != Asked.Kind.TREE)
                .isEmpty();
    }

    @Test
    void aModelWhoseFilesCannotBeListedIsAPackageThatSaysWhy() {
        bad.trees().forEach((tree, number) -> {
            // then
            JsonNode one = packages.get(numbered(number).stableId());
            String refusal = tree.refusal();
            assertThat(one.path("state").asText())
                    .as(tree.name())
                    .isEqualTo(refusal == null ? "COMPLETE" : "WITHOUT_DETAILS");
            assertThat(one.path("reason").asText("")).as(tree.name()).contains(refusal == null ? "" : refusal);
        });
    }

    @Test
    void whatCannotBeUsedIsADeadLetterWithItsReason() {
        // given
        Set<String> struck = new TreeSet<>();
        bad.files().forEach((file, place) -> {
            if (file.state() == FileState.FAILED) {
                struck.add(numbered(place.model()).path() + " " + place.path());
            }
        });

        // then
        assertThat(sources(DeadLetterReason.WRONG_BYTES)).containsAll(struck);
        assertThat(messages(DeadLetterReason.BAD_FILE)).anyMatch(it -> it.contains("'../../x'"));
        assertThat(messages(DeadLetterReason.CURSOR_REPEATED)).hasSize(1);
        assertThat(letters)
                .extracting(DeadLetter::getReason)
                .containsOnly(
                        DeadLetterReason.WRONG_BYTES, DeadLetterReason.BAD_FILE, DeadLetterReason.CURSOR_REPEATED);
    }

    @Test
    void everyObjectHasTheDigestOfItsNameAndNoneIsMissingOrTooMany() {
        // given
        ExpectedRows expected = new ExpectedRows(first.truth(), bad);
        Set<String> toBeHad = expected.models().stream()
                .flatMap(model -> expected.of(model).values().stream())
                .map(Row::sha256)
                .filter(Objects::nonNull)
                .collect(toSet());

        // then
        Map<String, String> blobs = first.stored().under("blobs");
        assertThat(Set.copyOf(blobs.values())).isEqualTo(toBeHad);
        blobs.forEach((key, sha256) -> assertThat(key)
                .isEqualTo("blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256));
    }

    @Test
    void nothingLiesOutsideTheObjectsAndNothingHalfInThem() throws IOException {
        // given
        Set<String> keys = new HashSet<>(next.stored().under("blobs").keySet());
        keys.addAll(next.stored().under("packages").keySet());
        Set<String> names = Set.of("x", "passwd", "byte.json");

        // then
        assertThat(next.stored().objects().keySet()).isEqualTo(keys);
        assertThat(names(temp)).containsExactlyInAnyOrder("data", "data-set", "report.json");
        assertThat(StoredFolder.regularFiles(temp))
                .noneMatch(file -> names.contains(file.getFileName().toString()));
    }

    @Test
    void aPrivateAddressIsNeverAsked() {
        assertThat(ASKED_ELSEWHERE).hasValue(0);
    }

    @Test
    void theSameDayAgainAsksForNoDetailAndNoFileAndLeavesEverythingAsItIs() {
        // given
        ExpectedRows expected = new ExpectedRows(first.truth(), bad);
        Map<String, String> objects = new TreeMap<>(first.stored().objects());

        // then
        for (ModelTruth model : wantedTooEarly()) {
            assertThat(again.stored().rows(model)).isEqualTo(expected.of(model));
            String manifest = StoredFolder.manifestKey(model);
            objects.replace(
                    manifest, Objects.requireNonNull(again.stored().objects().get(manifest)));
        }
        assertThat(again.asked()).isEmpty();
        assertThat(again.report().hub("updates")).isZero();
        assertThat(again.report().json().path("bytes").path("fetched").asLong()).isZero();
        assertThat(again.report().deadLetters()).isZero();
        assertThat(again.stored().objects()).isEqualTo(objects);
    }

    @Test
    void theNextDayAsksForWhatChangedAlone() {
        // given
        List<ModelTruth> changed = next.truth()
                .changed()
                .filter(model -> model.live() && WITH_FILES.contains(model.change()))
                .toList();
        Set<Integer> numbers = changed.stream().map(ModelTruth::number).collect(toSet());
        ExpectedRows expected = new ExpectedRows(next.truth(), bad);

        // then
        assertThat(changed).hasSizeGreaterThanOrEqualTo(3);
        assertThat(numbers).containsAll(askedOf(Asked.Kind.TREE));
        assertThat(numbers).isEqualTo(askedOf(Asked.Kind.RESOLVE));
        for (ModelTruth model : changed) {
            assertThat(next.stored().rows(model))
                    .as(model.toString())
                    .containsExactlyInAnyOrderEntriesOf(expected.of(model));
        }
        Map<String, String> before = new TreeMap<>(again.stored().objects());
        changed.forEach(model -> before.remove(StoredFolder.manifestKey(model)));
        assertThat(next.stored().objects()).containsAllEntriesOf(before);
    }

    @Test
    void aPackageNamesItsManifestAndCountsItsRows() {
        // given
        ExpectedRows expected = new ExpectedRows(first.truth(), bad);
        for (Struck struck : bad.files().values()) {
            ModelTruth model = numbered(struck.model());
            Collection<Row> rows = expected.of(model).values();

            // then
            JsonNode one = packages.get(model.stableId());
            assertThat(one.path("manifestKey").asText()).isEqualTo(StoredFolder.manifestKey(model));
            assertThat(one.path("manifestSha256").asText())
                    .isEqualTo(next.stored().objects().get(StoredFolder.manifestKey(model)));
            assertThat(one.path("wanted").asLong()).isEqualTo(rows.size());
            for (FileState state :
                    List.of(FileState.STORED, FileState.FAILED, FileState.UNAVAILABLE, FileState.GATED)) {
                assertThat(one.path(state.name().toLowerCase(Locale.ROOT)).asLong())
                        .isEqualTo(rows.stream()
                                .filter(row -> row.state() == state)
                                .count());
            }
        }
    }

    @Test
    void explainSaysWhatIsWantedAndWhatBecameOfIt() {
        // given
        Struck struck = bad.files().get(BadFile.ONE_BIT_WRONG);
        ModelTruth model = numbered(struck.model());

        // when
        CommandRun run = ptm("policy", "--explain", model.path());

        // then
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("policy 1: all files; gated models are not asked")
                .contains(struck.path() + "  (sha256 ")
                .contains(" wanted = ")
                .contains(StoredFolder.manifestKey(model));
    }

    @Test
    void topicsAreAsTheyShouldBe() {
        // when
        CommandRun run = ptm("topics", "--check");

        // then
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("all as it should be");
    }

    private static ModelTruth numbered(int number) {
        return first.truth()
                .live()
                .filter(model -> model.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static Set<Integer> askedOf(Asked.Kind kind) {
        return next.asked().stream()
                .filter(it -> it.kind() == kind)
                .map(Asked::model)
                .collect(toSet());
    }

    /** Path of the model and of the file. */
    private static Set<String> sources(DeadLetterReason reason) {
        return letters.stream()
                .filter(it -> it.getReason() == reason)
                .map(it -> it.getSourceUrl()
                        .replace("https://huggingface.co/", "")
                        .replaceFirst("/resolve/[0-9a-f]{40}/", " "))
                .collect(toSet());
    }

    private static List<String> messages(DeadLetterReason reason) {
        return letters.stream()
                .filter(it -> it.getReason() == reason)
                .map(DeadLetter::getMessage)
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(it -> it.getFileName().toString()).toList();
        }
    }

    private static Map<String, JsonNode> export() throws IOException {
        Path out = temp.resolve("data-set");
        CommandRun run = ptm("export", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        Map<String, JsonNode> byStableId = new HashMap<>();
        for (String line : Files.readAllLines(out.resolve("packages.jsonl"))) {
            JsonNode one = JSON.readTree(line);
            byStableId.put(one.path("stableId").asText(), one);
        }
        return byStableId;
    }

    private static CommandRun ptm(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", temp.resolve("data").toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static Day crawl() throws Exception {
        Path data = temp.resolve("data");
        Path report = temp.resolve("report.json");
        int before = hub.asked().size();
        CommandRun run = CommandRun.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--artifacts",
                "all",
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--allow-private",
                hub.cdnUri().getHost() + ":" + hub.cdnUri().getPort(),
                "--data",
                data.toString(),
                "--report",
                report.toString());
        List<Asked> asked = hub.asked().stream()
                .skip(before)
                .filter(it -> ABOUT_FILES.contains(it.kind()))
                .toList();
        return new Day(hub.truth(), run, ReportFile.read(report), asked, StoredFolder.of(data));
    }
}
