package io.ptmtorrent.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.samplehub.Hold;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the whole of {@code ptm local} at moments on a file's way from its host to its package, starts it again, and
 * finds what an undisturbed run leaves: the same models, updates, objects, manifests and packages.
 */
class FilesKillIT {
    private static final int MODELS = 40;

    /** What is not the same in two runs: times. */
    private static final List<String> TIMES = List.of("openedAt", "completeSince");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static SampleHub hub;
    private static Outcome undisturbed;

    /** What a run leaves; objects by key: the digest in the key of a blob is checked, of a manifest its bytes count. */
    private record Outcome(String models, List<String> updates, List<String> packages, Map<String, String> objects) {}

    /** Where a proxy stops the services. */
    enum Moment {
        /** The object stands under its key; the broker never hears of it. */
        OBJECT_VISIBLE_RESULT_NOT_WRITTEN,
        /** The broker has the result; the request is still the sink's. */
        RESULT_WRITTEN_REQUEST_NOT_ACKNOWLEDGED,
        /** The ledger consumed results; the transaction that says so is not committed. */
        RESULT_CONSUMED_PACKAGE_NOT_CLOSED,
        /** Every file is stored; a manifest is missing. */
        LAST_FILE_STORED_MANIFEST_NOT
    }

    @BeforeAll
    static void crawlUndisturbed() throws Exception {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withSeed(20));
        assertThat(closedFiles()).isNotEmpty().doesNotContainAnyElementsOf(openFiles());
        LocalCrawl crawl = crawl(shared);
        crawl.run();
        undisturbed = outcome(crawl);
        assertThat(undisturbed.packages()).hasSizeGreaterThan(MODELS / 2);
        assertThat(undisturbed.objects()).hasSizeGreaterThan(MODELS);
    }

    @AfterAll
    static void stopHub() throws IOException {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void losesNoFileAndNoPackage(Moment moment) throws Exception {
        // given
        LocalCrawl crawl = crawl(temp);

        // when
        crawl.runKilledAt(due(moment, crawl.data()));
        crawl.run();

        // then
        equalsUndisturbed(crawl);
    }

    @Test
    void losesNoFileThatWasUnderWay() throws Exception {
        // given
        LocalCrawl crawl = crawl(temp);

        // when killed while the tenth file's bytes stand still in their middle
        try (Hold hold = hub.holdByteRequest(10);
                PtmProcess first = crawl.start()) {
            assertThat(hold.awaitHeld(Duration.ofMinutes(5))).as(first.err()).isTrue();
            first.kill();
        }
        crawl.run();

        // then
        equalsUndisturbed(crawl);
    }

    private static void equalsUndisturbed(LocalCrawl crawl) throws Exception {
        Outcome outcome = outcome(crawl);
        assertThat(outcome.models()).isEqualTo(undisturbed.models());
        assertThat(outcome.updates()).containsExactlyInAnyOrderElementsOf(undisturbed.updates());
        assertThat(outcome.packages()).containsExactlyElementsOf(undisturbed.packages());
        assertThat(outcome.objects()).containsExactlyInAnyOrderEntriesOf(undisturbed.objects());
        JsonNode files = crawl.report().json().path("files");
        assertThat(files.path("wanted").asLong())
                .isPositive()
                .isEqualTo(Stream.of("stored", "deduplicated", "failed", "unavailable", "gated")
                        .mapToLong(member -> files.path(member).asLong())
                        .sum());
    }

    private static Predicate<KafkaProxy.Request> due(Moment moment, Path data) {
        AtomicInteger seen = new AtomicInteger();
        return switch (moment) {
            case OBJECT_VISIBLE_RESULT_NOT_WRITTEN ->
                request -> isSinks(request, KafkaProxy.PRODUCE) && seen.incrementAndGet() == 3;
            case RESULT_WRITTEN_REQUEST_NOT_ACKNOWLEDGED ->
                request -> isSinks(request, KafkaProxy.SHARE_ACKNOWLEDGE) && blobs(data) > 0;
            case RESULT_CONSUMED_PACKAGE_NOT_CLOSED ->
                request -> request.commits("normalizer") && blobs(data) > 10 && seen.incrementAndGet() == 2;
            case LAST_FILE_STORED_MANIFEST_NOT ->
                request -> request.commits("normalizer")
                        && blobs(data) == blobs(shared.resolve("data"))
                        && manifests(data) < manifests(shared.resolve("data"));
        };
    }

    private static boolean isSinks(KafkaProxy.Request request, short apiKey) {
        return request.apiKey() == apiKey && request.clientId().contains("sink");
    }

    private static long blobs(Path data) {
        return stored(data.resolve("objects").resolve("blobs")).size();
    }

    private static long manifests(Path data) {
        return stored(data.resolve("objects").resolve("packages")).size();
    }

    private static List<Path> stored(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static LocalCrawl crawl(Path folder) {
        URI bytes = hub.cdnUri();
        return new LocalCrawl(
                folder, hub, "", "--artifacts", "all", "--allow-private", bytes.getHost() + ":" + bytes.getPort());
    }

    private static Outcome outcome(LocalCrawl crawl) throws Exception {
        Path out = crawl.export();
        return new Outcome(
                Files.readString(out.resolve("models.jsonl")), crawl.updates(), packages(out), objects(crawl.data()));
    }

    /** Whether these are stored is a matter of who came first, where an open model gives them too. */
    private static Set<String> closedFiles() {
        return files(Predicate.not(FilesKillIT::isOpen));
    }

    private static Set<String> openFiles() {
        return files(FilesKillIT::isOpen);
    }

    private static boolean isOpen(ModelTruth model) {
        return model.gated().equals("false") && !model.disabled();
    }

    private static Set<String> files(Predicate<ModelTruth> which) {
        return hub.truth()
                .live()
                .filter(which)
                .flatMap(model -> hub.truth().files(model).stream().map(file -> requestKey(model, file)))
                .collect(Collectors.toSet());
    }

    /** Known by SHA-256 wherever it lies, by git blob id within an owner. */
    private static String requestKey(ModelTruth model, FileTruth file) {
        String owner = model.path().replaceFirst("/.*", "");
        return file.large() ? String.valueOf(file.announcedSha256()) : owner + " " + file.oid();
    }

    private static List<String> packages(Path out) throws IOException {
        List<String> packages = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("packages.jsonl"))) {
            ObjectNode one = (ObjectNode) JSON.readTree(line);
            packages.add(one.remove(TIMES).toString());
        }
        return packages;
    }

    private static Map<String, String> objects(Path data) throws Exception {
        Path root = data.resolve("objects");
        Map<String, String> objects = new TreeMap<>();
        for (Path file : stored(root)) {
            String key = root.relativize(file).toString();
            String sha256 = Sha256.of(file);
            if (key.startsWith("blobs")) {
                assertThat(file.getFileName()).hasToString(sha256);
            }
            if (key.startsWith("blobs") || key.startsWith("packages")) {
                objects.put(key, sha256);
            }
        }
        return objects;
    }
}
