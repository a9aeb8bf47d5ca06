package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.local.folder.Addresses;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Live heap of {@code ptm local} after it has normalized a whole hub, by how large the hub is: it must not grow with it.
 *
 * <p>Arguments: {@code [small] [large]}, 100,000 and 1,000,000 models by default. Live bytes are the total of
 * {@code jcmd GC.class_histogram}, which collects fully first.
 */
public final class LiveHeapBenchmark {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private final Path root;
    private final Path scratch;

    private LiveHeapBenchmark(Path root, Path scratch) {
        this.root = root;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        int small = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int large = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        Path scratch = Files.createTempDirectory("ptm-heap-benchmark");
        try {
            LiveHeapBenchmark benchmark = new LiveHeapBenchmark(Path.of("").toAbsolutePath(), scratch);
            double few = benchmark.liveMib(small);
            double many = benchmark.liveMib(large);
            System.out.printf(
                    "live heap  %.1f MiB at %,d models, %.1f MiB at %,d: %.2f times%n",
                    few, small, many, large, many / few);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private double liveMib(int models) throws IOException, InterruptedException {
        Path data = scratch.resolve("data-" + models);
        try (HubProcess hub = HubProcess.start(root, scratch, models);
                PtmProcess local = PtmProcess.start(
                        root,
                        scratch.resolve(models + ".log"),
                        "local",
                        "--hub",
                        "huggingface",
                        "--full",
                        "--endpoint=huggingface.co=" + hub.apiUri(),
                        "--data=" + data)) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            awaitModels(awaitAddresses(data, local, deadline), models, local, deadline);
            double live = histogramTotal(local.pid()) / (1024.0 * 1024.0);
            System.out.printf(
                    "%,d models: live heap %.1f MiB, peak resident %.0f MiB%n", models, live, local.peakMib());
            return live;
        }
    }

    private static Addresses awaitAddresses(Path data, PtmProcess local, long deadline)
            throws IOException, InterruptedException {
        Optional<Addresses> found = DataFolder.addresses(data);
        while (found.isEmpty()) {
            requireTime(local, deadline);
            TimeUnit.MILLISECONDS.sleep(100);
            found = DataFolder.addresses(data);
        }
        return found.get();
    }

    private static void awaitModels(Addresses addresses, int models, PtmProcess local, long deadline)
            throws IOException {
        Topics topics = new Topics(addresses.prefix(), addresses.partitions());
        KafkaSettings kafka =
                new KafkaSettings(addresses.bootstrapServers(), addresses.schemaRegistry(), topics, Map.of());
        Map<String, Long> counters = new HashMap<>();
        try (TopicReader<Statistic> reader = TopicReader.open(kafka, topics.statistics())) {
            while (sum(counters, Statistics.MODELS) < models) {
                requireTime(local, deadline);
                reader.poll(Duration.ofMillis(500)).forEach(row -> {
                    if (row.value() != null) {
                        counters.put(row.key(), row.value().getValue());
                    }
                });
            }
        }
    }

    private static long sum(Map<String, Long> counters, String statistic) {
        return counters.entrySet().stream()
                .filter(counter -> counter.getKey().startsWith(statistic + "/"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void requireTime(PtmProcess local, long deadline) throws IOException {
        if (!local.isAlive() || System.nanoTime() > deadline) {
            throw new IOException("ptm local ended, or was not done after " + LIMIT.toMinutes() + " minutes");
        }
    }

    private static long histogramTotal(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd failed: " + answer);
        }
        String total = answer.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.strip().split("\\s+", -1)[2]);
    }
}
