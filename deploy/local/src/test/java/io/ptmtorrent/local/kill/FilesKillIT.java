package io.ptmtorrent.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.local.ReportFile;
import io.ptmtorrent.local.TopicContents;
import io.ptmtorrent.samplehub.Hold;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the whole of {@code ptm local} at moments on a file's way from its host to its package, starts it again, and
 * finds what an undisturbed run leaves: the same models, updates, objects, manifests and packages.
 *
 * <p>The hub and a proxy between the services and the broker decide the moments; no code of ours knows of them.
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
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withSeed(3));
        Path data = shared.resolve("data");
        try (PtmProcess ptm = local(shared, data, null)) {
            assertThat(ptm.exitCode()).as(ptm.err()).isZero();
        }
        undisturbed = outcome(shared, data);
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
        Path data = temp.resolve("data");
        int brokerPort = freePort();
        CompletableFuture<PtmProcess> victim = new CompletableFuture<>();
        Predicate<KafkaProxy.Request> due = due(moment, data);
        Predicate<KafkaProxy.Request> untilThen = request -> {
            if (victim.isDone() && !victim.join().isAlive()) {
                return true;
            }
            if (due.test(request)) {
                victim.join().kill();
                return false;
            }
            return true;
        };
        try (KafkaProxy proxy = new KafkaProxy(brokerPort, untilThen)) {
            Path config = kafkaConfig(brokerPort, proxy.port());

            // when
            try (PtmProcess first = local(temp, data, config)) {
                victim.complete(first);
                assertThat(first.exitCode()).as("killed: " + first.err()).isEqualTo(137);
            }
            try (PtmProcess second = local(temp, data, null)) {
                assertThat(second.exitCode()).as(second.err()).isZero();
            }
        }

        // then
        equalsUndisturbed(data);
    }

    @Test
    void losesNoFileThatWasUnderWay() throws Exception {
        // given
        Path data = temp.resolve("data");

        // when killed while the tenth file's bytes stand still in their middle
        try (Hold hold = hub.holdByteRequest(10);
                PtmProcess first = local(temp, data, null)) {
            assertThat(hold.awaitHeld(Duration.ofMinutes(5))).isTrue();
            first.kill();
        }
        try (PtmProcess second = local(temp, data, null)) {
            assertThat(second.exitCode()).as(second.err()).isZero();
        }

        // then
        equalsUndisturbed(data);
    }

    private void equalsUndisturbed(Path data) throws Exception {
        Outcome outcome = outcome(temp, data);
        assertThat(outcome.models()).isEqualTo(undisturbed.models());
        assertThat(outcome.updates()).containsExactlyInAnyOrderElementsOf(undisturbed.updates());
        assertThat(outcome.packages()).containsExactlyElementsOf(undisturbed.packages());
        assertThat(outcome.objects()).containsExactlyInAnyOrderEntriesOf(undisturbed.objects());
        JsonNode files = ReportFile.read(temp.resolve("report.json")).json().path("files");
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
                request -> isNormalizersCommit(request) && blobs(data) > 10 && seen.incrementAndGet() == 2;
            case LAST_FILE_STORED_MANIFEST_NOT ->
                request -> isNormalizersCommit(request)
                        && blobs(data) == blobs(shared.resolve("data"))
                        && manifests(data) < manifests(shared.resolve("data"));
        };
    }

    private static boolean isSinks(KafkaProxy.Request request, short apiKey) {
        return request.apiKey() == apiKey && request.clientId().contains("sink");
    }

    private static boolean isNormalizersCommit(KafkaProxy.Request request) {
        return request.apiKey() == KafkaProxy.END_TXN
                && request.transactionalId().contains("normalizer");
    }

    private static long blobs(Path data) {
        return files(data.resolve("objects").resolve("blobs")).size();
    }

    private static long manifests(Path data) {
        return files(data.resolve("objects").resolve("packages")).size();
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static PtmProcess local(Path folder, Path data, @Nullable Path kafkaConfig) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "local",
                "--full",
                "--until-idle",
                "--artifacts",
                "all",
                "--data",
                data.toString(),
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--allow-private",
                hub.cdnUri().getHost() + ":" + hub.cdnUri().getPort(),
                "--report",
                folder.resolve("report.json").toString()));
        if (kafkaConfig != null) {
            arguments.addAll(List.of("--kafka-config", kafkaConfig.toString()));
        }
        return PtmProcess.start(folder, arguments.toArray(String[]::new));
    }

    private static Outcome outcome(Path folder, Path data) throws Exception {
        Path out = folder.resolve("out");
        CommandRun.of("export", "--data", data.toString(), "--out", out.toString());
        List<String> updates = TopicContents.updates(data).stream()
                .map(update -> update.getStableId() + " " + update.getType() + " " + update.getRevisionAfter())
                .toList();
        return new Outcome(Files.readString(out.resolve("models.jsonl")), updates, packages(out), objects(data));
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
        for (Path file : files(root)) {
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

    private Path kafkaConfig(int brokerPort, int proxyPort) throws IOException {
        return Files.writeString(
                temp.resolve("kafka.properties"),
                "broker.listeners=PLAINTEXT://127.0.0.1:" + brokerPort
                        + "\nbroker.advertised.listeners=PLAINTEXT://127.0.0.1:" + proxyPort + "\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
