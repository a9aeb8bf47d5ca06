package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.sink.SinkGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What sinks as processes of their own do, each with 256 MiB of heap, from loopback into a directory:
 *
 * <pre>
 * large    4 files of 1 GiB: MB a second and a CPU-second, beside curl and sha256sum on the same files
 * heap     one file of 4 GiB and 200 small ones at once, 16 slots of the large lane: whether 256 MiB of heap are enough
 * killed   a sink is killed at 90 % of 2 GiB: how much the next one fetches again
 * workers  files of 10 KB from a hub that takes 100 ms for each answer: files a second of four workers and of one
 * </pre>
 *
 * The broker is in this process. Arguments: which, {@code large heap killed workers} by default.
 */
public final class SinkBenchmark {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path scratch;

    private SinkBenchmark(Path scratch) {
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> which = arguments.length > 0 ? List.of(arguments) : List.of("large", "heap", "killed", "workers");
        Path scratch = Files.createTempDirectory("ptm-sink-benchmark");
        SinkBenchmark benchmark = new SinkBenchmark(scratch);
        try {
            for (String one : which) {
                benchmark.measure(one);
            }
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void measure(String which) throws Exception {
        Path folder = Files.createDirectories(scratch.resolve(which));
        switch (which) {
            case "large" -> large(folder);
            case "heap" -> heap(folder);
            case "killed" -> killed(folder);
            case "workers" -> workers(folder);
            default ->
                throw new IllegalArgumentException("'" + which + "': allowed are large, heap, killed and workers");
        }
        Scratch.delete(folder);
    }

    private static void large(Path folder) throws Exception {
        try (BenchmarkKafka broker = BenchmarkKafka.start(folder.resolve("kafka"));
                ByteServer server = new ByteServer(Duration.ZERO, Long.MAX_VALUE)) {
            KafkaSettings kafka = broker.settings();
            Map<String, ArtifactRequest> files = files(server, 0, 4, GIB);
            double megabytes = files.size() * GIB / 1e6;
            double floor = CurlFloor.seconds(folder.resolve("curl"), addresses(server, files));
            Map<String, String> slots = Map.of("sink.large", "4");
            try (SinkProcess sink = SinkProcess.start("sink", kafka, server.uri(), folder, slots);
                    Answers answers = new Answers(kafka, sink)) {
                answers.await(large(kafka), files(server, 10, 1, 64 * MIB));
                Duration before = sink.processorTime();
                double seconds = answers.await(large(kafka), files);
                double spent = sink.processorTime().minus(before).toMillis() / 1e3;
                System.out.printf("large    curl and sha256sum  %,.0f MB/s%n", megabytes / floor);
                System.out.printf(
                        "         sink                %,.0f MB/s (%.2f of it), %,.0f MB a CPU-second, %,.0f MiB resident%n",
                        megabytes / seconds, floor / seconds, megabytes / spent, sink.peakMib());
            }
        }
    }

    private static void heap(Path folder) throws Exception {
        try (BenchmarkKafka broker = BenchmarkKafka.start(folder.resolve("kafka"));
                ByteServer server = new ByteServer(Duration.ZERO, Long.MAX_VALUE)) {
            KafkaSettings kafka = broker.settings();
            Map<String, ArtifactRequest> all = new LinkedHashMap<>(files(server, 0, 1, 4 * GIB));
            Map<String, ArtifactRequest> small = files(server, 1, 200, 10_000);
            all.putAll(small);
            Map<String, String> slots = Map.of("sink.large", "16");
            try (SinkProcess sink = SinkProcess.start("sink", kafka, server.uri(), folder, slots);
                    Answers answers = new Answers(kafka, sink)) {
                answers.ask(large(kafka), files(server, 0, 1, 4 * GIB));
                answers.ask(kafka.topics().artifactRequests(), small);
                double seconds = answers.awaitStored(all.keySet());
                System.out.printf(
                        "heap     4 GiB and 200 small files stored in %.1f s with -Xmx256m, %,.0f MiB resident at most%n",
                        seconds, sink.peakMib());
            }
        }
    }

    private static void killed(Path folder) throws Exception {
        long size = 2 * GIB;
        try (BenchmarkKafka broker = BenchmarkKafka.start(folder.resolve("kafka"));
                ByteServer server = new ByteServer(Duration.ZERO, size / 10 * 9)) {
            KafkaSettings kafka = broker.settings();
            Map<String, ArtifactRequest> file = files(server, 0, 1, size);
            SinkProcess first = SinkProcess.start("first", kafka, server.uri(), folder, Map.of());
            try (Answers answers = new Answers(kafka, first)) {
                answers.ask(large(kafka), file);
                server.awaitHeld();
                first.kill();
            }
            long before = server.sent();
            server.open();
            try (SinkProcess second = SinkProcess.start("second", kafka, server.uri(), folder, Map.of());
                    Answers answers = new Answers(kafka, second)) {
                double seconds = answers.awaitStored(file.keySet());
                long again = server.sent() - size;
                System.out.printf(
                        "killed   after %,d of %,d bytes; the next sink fetched %.1f %% of the file again, whole after %.1f s%n",
                        before, size, 100.0 * again / size, seconds);
            }
        }
    }

    private static void workers(Path folder) throws Exception {
        double one = filesPerSecond(folder.resolve("one"), 1, 300);
        double four = filesPerSecond(folder.resolve("four"), 4, 1_200);
        System.out.printf(
                "workers  one %,.1f files/s, four %,.1f files/s: %.2f times (4 small slots each, 100 ms an answer)%n",
                one, four, four / one);
    }

    private static double filesPerSecond(Path folder, int workers, int count) throws Exception {
        Files.createDirectories(folder);
        List<SinkProcess> sinks = new ArrayList<>();
        try (BenchmarkKafka broker = BenchmarkKafka.start(folder.resolve("kafka"));
                ByteServer server = new ByteServer(Duration.ofMillis(100), Long.MAX_VALUE)) {
            KafkaSettings kafka = broker.settings();
            Topic<ArtifactRequest> lane = kafka.topics().artifactRequests();
            Map<String, String> slots = Map.of("sink.small", "4", "sink.large", "0");
            for (int worker = 0; worker < workers; worker++) {
                sinks.add(SinkProcess.start("sink-" + worker, kafka, server.uri(), folder, slots));
            }
            awaitMembers(kafka, 4 * workers);
            try (Answers answers = new Answers(kafka, sinks.getFirst())) {
                answers.await(lane, files(server, 1_000_000, 100 * workers, 10_000));
                return count / answers.await(lane, files(server, 0, count, 10_000));
            }
        } finally {
            sinks.forEach(SinkProcess::close);
        }
    }

    private static void awaitMembers(KafkaSettings kafka, int count)
            throws IOException, InterruptedException, ExecutionException {
        String group = SinkGroups.small(kafka.topics());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Admin.create(kafka.common())) {
            while (System.nanoTime() < deadline) {
                try {
                    var groups = admin.describeShareGroups(List.of(group)).all().get();
                    if (groups.values().iterator().next().members().size() == count) {
                        return;
                    }
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                        throw e;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw new IOException("not all sinks joined");
    }

    private static Topic<ArtifactRequest> large(KafkaSettings kafka) {
        return kafka.topics().artifactRequestsLarge();
    }

    private static Map<String, ArtifactRequest> files(ByteServer server, int first, int count, long size) {
        Map<String, ArtifactRequest> files = new LinkedHashMap<>();
        for (int number = first; number < first + count; number++) {
            String sha256 = server.sha256(number, size);
            String url = "https://huggingface.co" + ByteServer.path(number, size);
            files.put("sha256:" + sha256, FileRequests.of("model", url, sha256, null, size));
        }
        return files;
    }

    private static List<String> addresses(ByteServer server, Map<String, ArtifactRequest> files) {
        return files.values().stream()
                .map(file -> file.getUrl()
                        .replace("https://huggingface.co", server.uri().toString()))
                .toList();
    }

    /** Asks for files and waits for their results. */
    private record Answers(KafkaSettings kafka, SinkProcess sink, TopicReader<ArtifactResult> results)
            implements AutoCloseable {
        Answers(KafkaSettings kafka, SinkProcess sink) throws IOException {
            this(kafka, sink, TopicReader.open(kafka, kafka.topics().artifactResults()));
        }

        /** Seconds from asking to the last result. */
        double await(Topic<ArtifactRequest> lane, Map<String, ArtifactRequest> files)
                throws IOException, InterruptedException {
            ask(lane, files);
            return awaitStored(files.keySet());
        }

        void ask(Topic<ArtifactRequest> lane, Map<String, ArtifactRequest> files)
                throws IOException, InterruptedException {
            try (RecordWriter<ArtifactRequest> writer = new RecordWriter<>(kafka, lane)) {
                files.forEach((key, file) -> writer.write(lane, key, file));
                writer.settle();
            }
        }

        double awaitStored(Set<String> keys) throws IOException {
            long started = System.nanoTime();
            Set<String> waiting = new HashSet<>(keys);
            while (!waiting.isEmpty()) {
                for (var row : results.poll(Duration.ofMillis(50))) {
                    ArtifactResult result = row.value();
                    if (result == null || result.getState() != ResultState.STORED) {
                        throw new IOException("not stored: " + row);
                    }
                    waiting.remove(row.key());
                }
                sink.requireAlive();
                if (System.nanoTime() - started > LIMIT.toNanos()) {
                    throw new IOException(waiting.size() + " files were not stored");
                }
            }
            return Figures.secondsSince(started);
        }

        @Override
        public void close() {
            results.close();
        }
    }
}
