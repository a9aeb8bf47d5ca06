package io.ptmtorrent.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.local.PtmProcess;
import io.ptmtorrent.local.ReportFile;
import io.ptmtorrent.local.TopicContents;
import io.ptmtorrent.samplehub.SampleHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Full runs of {@code ptm local} on one data folder, some of them killed, and what they leave.
 *
 * <p>A proxy between the services and the broker sees the moment to kill; no code of ours knows of it.
 */
final class LocalCrawl {
    /** Below the ports that Linux gives to those who ask for any: nobody takes one between our look and the broker's. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    private final Path folder;
    private final SampleHub hub;
    private final String settings;
    private final List<String> options;

    /**
     * @param folder for the data folder and all else that a run writes
     * @param settings lines of {@code --kafka-config}
     * @param options of {@code ptm local}, besides those that every such test gives
     */
    LocalCrawl(Path folder, SampleHub hub, String settings, String... options) {
        this.folder = folder;
        this.hub = hub;
        this.settings = settings;
        this.options = List.of(options);
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Runs until all is done. */
    void run() throws IOException, InterruptedException {
        try (PtmProcess ptm = start()) {
            assertThat(ptm.exitCode()).as(ptm.err()).isZero();
        }
    }

    /** Runs, and is killed at the first request of a Kafka client that {@code moment} is true of: it never arrives. */
    void runKilledAt(Predicate<KafkaProxy.Request> moment) throws IOException, InterruptedException {
        int broker = freePort();
        CompletableFuture<PtmProcess> victim = new CompletableFuture<>();
        Predicate<KafkaProxy.Request> passes = request -> {
            boolean now = moment.test(request);
            if (now) {
                victim.join().kill();
            }
            return !now;
        };
        try (KafkaProxy proxy = new KafkaProxy(broker, passes);
                PtmProcess ptm = start(
                        listener("broker.listeners", broker) + listener("broker.advertised.listeners", proxy.port()))) {
            victim.complete(ptm);
            assertThat(ptm.exitCode()).as("killed: " + ptm.err()).isEqualTo(137);
        }
    }

    /** Starts it; the caller sees to its end. */
    PtmProcess start() throws IOException {
        return start("");
    }

    private PtmProcess start(String listeners) throws IOException {
        Path config = Files.writeString(folder.resolve("kafka.properties"), settings + "\n" + listeners);
        List<String> arguments = new ArrayList<>(List.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--data",
                data().toString(),
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--kafka-config",
                config.toString(),
                "--report",
                folder.resolve("report.json").toString()));
        arguments.addAll(options);
        return PtmProcess.start(folder, arguments.toArray(String[]::new));
    }

    ReportFile report() throws IOException {
        return ReportFile.read(folder.resolve("report.json"));
    }

    /** The folder that {@code ptm export} wrote. */
    Path export() {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("export", "--data", data().toString(), "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    /** The updates that a reader of committed records sees, repeats included. */
    List<String> updates() throws IOException, InterruptedException {
        return TopicContents.updates(data()).stream().map(LocalCrawl::identity).toList();
    }

    /** What makes an update the same in two runs, whose offsets differ: a model has each revision once. */
    private static String identity(ModelUpdate update) {
        return update.getStableId() + " " + update.getType() + " " + update.getRevisionAfter();
    }

    private static String listener(String key, int port) {
        return key + "=PLAINTEXT://127.0.0.1:" + port + "\n";
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (java.net.BindException e) {
                // Somebody's; the next one.
            }
        }
    }
}
