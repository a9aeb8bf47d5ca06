package io.ptmtorrent.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.local.ReportFile;
import io.ptmtorrent.local.TopicContents;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills the whole of {@code ptm local} just before a transaction is committed, starts it again, and finds what an
 * undisturbed run leaves.
 *
 * <p>A proxy between the services and the broker sees the commit coming; no code of ours knows of it.
 */
class KillIT {
    private static final int MODELS = 2_300;

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private static SampleHub hub;
    private static Outcome undisturbed;

    /** What a run leaves: the models as exported, and what a reader of committed updates sees, repeats included. */
    private record Outcome(String models, List<String> updates) {}

    @BeforeAll
    static void crawlUndisturbed() throws Exception {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withSeed(11));
        Path data = shared.resolve("data");
        try (PtmProcess ptm = local(shared, data, null)) {
            assertThat(ptm.exitCode()).as(ptm.err()).isZero();
        }
        undisturbed = outcome(shared, data);
        assertThat(undisturbed.updates()).hasSizeGreaterThan(MODELS * 9 / 10).doesNotHaveDuplicates();
    }

    @AfterAll
    static void stopHub() throws IOException {
        hub.close();
    }

    /** The crawler's transactions: 1 accepts the request, 2 to 4 are pages. The normalizer's come each 100 ms. */
    @ParameterizedTest(name = "{0}: killed before transaction {1} is committed")
    @CsvSource({
        "crawl-huggingface, 1",
        "crawl-huggingface, 3",
        "crawl-huggingface, 4",
        "normalizer, 1",
        "normalizer, 4",
    })
    void losesNothingAndShowsNothingTwice(String whose, int nth) throws Exception {
        // given
        Path data = temp.resolve("data");
        int brokerPort = freePort();
        CompletableFuture<PtmProcess> victim = new CompletableFuture<>();
        AtomicInteger seen = new AtomicInteger();
        Predicate<KafkaProxy.Request> untilTheNth = request -> {
            boolean commit = request.apiKey() == KafkaProxy.END_TXN
                    && request.transactionalId().contains(whose);
            if (commit && seen.incrementAndGet() == nth) {
                victim.join().kill();
                return false;
            }
            return true;
        };
        try (KafkaProxy proxy = new KafkaProxy(brokerPort, untilTheNth)) {
            Path config = kafkaConfig(brokerPort, proxy.port());

            // when
            try (PtmProcess first = local(temp, data, config)) {
                victim.complete(first);
                assertThat(first.exitCode()).as("killed: " + first.err()).isEqualTo(137);
            }
            try (PtmProcess second = local(temp, data, config)) {
                assertThat(second.exitCode()).as(second.err()).isZero();
            }
        }

        // then
        Outcome outcome = outcome(temp, data);
        assertThat(outcome.updates()).doesNotHaveDuplicates();
        assertThat(outcome.updates()).containsExactlyInAnyOrderElementsOf(undisturbed.updates());
        assertThat(outcome.models()).isEqualTo(undisturbed.models());
        assertThat(ReportFile.read(temp.resolve("report.json")).hub("models"))
                .isEqualTo(undisturbed.models().lines().count());
    }

    private static PtmProcess local(Path folder, Path data, @Nullable Path kafkaConfig) throws IOException {
        String config = kafkaConfig == null ? emptyConfig(folder).toString() : kafkaConfig.toString();
        return PtmProcess.start(
                folder,
                "local",
                "--full",
                "--until-idle",
                "--data",
                data.toString(),
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--kafka-config",
                config,
                "--report",
                folder.resolve("report.json").toString());
    }

    private static Outcome outcome(Path folder, Path data) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        CommandRun.of("export", "--data", data.toString(), "--out", out.toString());
        List<String> updates =
                TopicContents.updates(data).stream().map(KillIT::identity).toList();
        return new Outcome(Files.readString(out.resolve("models.jsonl")), updates);
    }

    /** What makes an update the same in two runs, whose offsets differ: a model has each revision once. */
    private static String identity(ModelUpdate update) {
        return update.getStableId() + " " + update.getType() + " " + update.getRevisionAfter();
    }

    private Path kafkaConfig(int brokerPort, int proxyPort) throws IOException {
        return Files.writeString(
                temp.resolve("kafka.properties"),
                "broker.listeners=PLAINTEXT://127.0.0.1:" + brokerPort
                        + "\nbroker.advertised.listeners=PLAINTEXT://127.0.0.1:" + proxyPort + "\n");
    }

    private static Path emptyConfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("none.properties"), "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
