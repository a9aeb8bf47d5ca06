package io.ptmtorrent.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.sink.Sink;
import io.ptmtorrent.sink.SinkConfig;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Files of 5 to 15 KB a second from a sample hub on loopback through the real sink: taken from the small lane, fetched,
 * verified, visible in the directory store, and answered.
 *
 * <p>The clock runs from the writing of the requests; the sink has answered a few before. The hub is in this
 * process and sets no limits. In turn, {@code runs} times: the floor ({@link FileFloor}, as many files at a time as the
 * sink), then this. Arguments: {@code [files] [runs]}, 2,000 and 3 by default.
 */
public final class FilesBenchmark {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int WARM_UP = 100;
    private static final int MODELS = 20_000;
    private final Path scratch;
    private final SampleHub hub;
    private final Map<String, SampleFile> first = new HashMap<>();
    private final Map<String, SampleFile> measured = new HashMap<>();

    private FilesBenchmark(Path scratch, SampleHub hub, int files) {
        this.scratch = scratch;
        this.hub = hub;
        SampleFile.some(hub, files + WARM_UP)
                .forEach((key, file) -> (first.size() < WARM_UP ? first : measured).put(key, file));
    }

    public static void main(String[] arguments) throws Exception {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path scratch = Files.createTempDirectory("ptm-files-benchmark");
        SampleHubConfig config = SampleHubConfig.defaults().withModels(MODELS).withQuota(Integer.MAX_VALUE, 300);
        try (SampleHub hub = SampleHub.start(config)) {
            new FilesBenchmark(scratch, hub, files).measure(runs);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void measure(int runs) throws Exception {
        List<Double> floors = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Path folder = scratch.resolve("run-" + run);
            floors.add(floor(folder.resolve("floor")));
            ours.add(filesPerSecond(folder));
            Scratch.delete(folder);
            System.out.printf(
                    "run %d: floor %,.0f files/s, sink %,.0f files/s%n", run + 1, floors.get(run), ours.get(run));
        }
        double bytes =
                measured.values().stream().mapToLong(it -> it.file().size()).sum();
        double floor = Figures.median(floors);
        double rate = Figures.median(ours);
        System.out.printf(
                "files  %,d of %,.0f bytes on average, medians of %d runs%n",
                measured.size(), bytes / measured.size(), runs);
        System.out.printf("floor  %,.0f files/s%n", floor);
        System.out.printf("sink   %,.0f files/s (%.2f of the floor)%n", rate, rate / floor);
    }

    private double floor(Path folder) throws IOException, InterruptedException {
        try (FileFloor floor = new FileFloor(folder)) {
            floor.fetchAll(addresses(first.values()), SinkConfig.defaults().small());
            Scratch.delete(folder);
            Files.createDirectories(folder);
            long started = System.nanoTime();
            floor.fetchAll(addresses(measured.values()), SinkConfig.defaults().small());
            return measured.size() / Figures.secondsSince(started);
        }
    }

    private List<URI> addresses(Collection<SampleFile> files) {
        return files.stream().map(file -> file.at(hub.apiUri())).toList();
    }

    private double filesPerSecond(Path folder) throws Exception {
        try (BenchmarkKafka broker = BenchmarkKafka.start(folder.resolve("kafka"));
                HubHttp http = HubHttp.create(asking(), new SimpleMeterRegistry());
                ObjectStore store = DirectoryStore.open(folder.resolve("objects"))) {
            KafkaSettings kafka = broker.settings();
            AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
            Sink sink = Sink.start(kafka, SinkConfig.defaults(), http, store, new SimpleMeterRegistry(), fatal::set);
            try {
                double seconds = seconds(kafka, fatal);
                requireVisible(folder.resolve("objects"));
                return measured.size() / seconds;
            } finally {
                sink.close();
            }
        }
    }

    private double seconds(KafkaSettings kafka, AtomicReference<@Nullable Throwable> fatal)
            throws IOException, InterruptedException {
        try (TopicReader<ArtifactResult> results =
                TopicReader.open(kafka, kafka.topics().artifactResults())) {
            ask(kafka, first);
            awaitStored(results, first.size(), fatal);
            long started = System.nanoTime();
            ask(kafka, measured);
            awaitStored(results, measured.size(), fatal);
            return Figures.secondsSince(started);
        }
    }

    private HubHttpConfig asking() {
        return HubHttpConfig.defaults("benchmark")
                .withContact("benchmark@example.org")
                .withEndpoints(List.of(new Endpoint("huggingface.co", hub.apiUri())))
                .withAllowPrivate(List.of(
                        new HostPort(hub.cdnUri().getHost(), hub.cdnUri().getPort())));
    }

    private static void ask(KafkaSettings kafka, Map<String, SampleFile> files)
            throws IOException, InterruptedException {
        Topic<ArtifactRequest> lane = kafka.topics().artifactRequests();
        try (RecordWriter<ArtifactRequest> writer = new RecordWriter<>(kafka, lane)) {
            files.forEach((key, file) -> writer.write(lane, key, file.request()));
            writer.settle();
        }
    }

    private static void awaitStored(
            TopicReader<ArtifactResult> results, int count, AtomicReference<@Nullable Throwable> fatal)
            throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        int stored = 0;
        while (stored < count) {
            for (var row : results.poll(Duration.ofMillis(50))) {
                ArtifactResult result = row.value();
                if (result == null || result.getState() != ResultState.STORED) {
                    throw new IOException("not stored: " + row);
                }
                stored++;
            }
            if (fatal.get() != null || System.nanoTime() > deadline) {
                throw new IOException(stored + " of " + count + " files are stored", fatal.get());
            }
        }
    }

    private void requireVisible(Path objects) throws IOException {
        for (SampleFile file : measured.values()) {
            Path object = objects.resolve(ObjectKey.blob(file.file().sha256()).text());
            if (!Files.exists(object) || Files.size(object) != file.file().size()) {
                throw new IOException(file.path() + " is not whole in the store");
            }
        }
    }
}
