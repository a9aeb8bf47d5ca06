package io.ptmtorrent.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way from a listed model to {@code ptm.models} in {@code ptm local --artifacts none}, end to end.
 *
 * <p>A sample hub runs as a process of its own. In turn, {@code runs} times: the floor ({@link ListingFloor}), then
 * {@code ptm local --until-idle} on an empty folder. Prints models a second between {@code startSeconds} and
 * {@code seconds} of the report, peak memory, records and bytes on disk a listed model; medians, and the ratio to the floor.
 * Arguments: {@code [models] [runs]}, 100,000 and 3 by default.
 */
public final class ListingBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path root;
    private final Path scratch;
    private final int models;

    private record Run(double modelsPerSecond, double peakMib, double bytesPerModel, double startSeconds) {}

    private ListingBenchmark(Path root, Path scratch, int models) {
        this.root = root;
        this.scratch = scratch;
        this.models = models;
    }

    public static void main(String[] arguments) throws Exception {
        int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path scratch = Files.createTempDirectory("ptm-listing-benchmark");
        try {
            new ListingBenchmark(Path.of("").toAbsolutePath(), scratch, models).measure(runs);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void measure(int runs) throws Exception {
        try (HubProcess hub = HubProcess.start(root, scratch, models)) {
            List<Double> floors = new ArrayList<>();
            List<Run> ours = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                floors.add(new ListingFloor(hub.apiUri()).modelsPerSecond(scratch.resolve("floor-" + run), models));
                ours.add(run(hub.apiUri(), scratch.resolve("data-" + run)));
                System.out.printf("run %d: floor %.0f models/s, %s%n", run + 1, floors.get(run), ours.get(run));
            }
            report(floors, ours, TopicCounts.records(scratch.resolve("data-0/kafka")));
        }
    }

    private Run run(URI hub, Path data) throws IOException, InterruptedException {
        Path report = scratch.resolve(data.getFileName() + ".json");
        try (PtmProcess local = PtmProcess.start(
                root,
                scratch.resolve(data.getFileName() + ".log"),
                "local",
                "--hub=huggingface",
                "--endpoint=huggingface.co=" + hub,
                "--artifacts=none",
                "--full",
                "--until-idle",
                "--data=" + data,
                "--report=" + report)) {
            int exit = local.await();
            if (exit != 0) {
                throw new IOException("ptm local ended with " + exit + "; see its log:\n"
                        + Files.readString(scratch.resolve(data.getFileName() + ".log")));
            }
            JsonNode result = JSON.readTree(report.toFile());
            long listed = result.at("/hubs/huggingface/listed").longValue();
            if (listed != models || result.at("/hubs/huggingface/models").longValue() != models) {
                throw new IOException("expected " + models + " models, got " + result);
            }
            double start = result.get("startSeconds").doubleValue();
            double seconds = result.get("seconds").doubleValue();
            return new Run(
                    models / (seconds - start),
                    local.peakMib(),
                    (double) TopicCounts.bytesOnDisk(data) / models,
                    start);
        }
    }

    private void report(List<Double> floors, List<Run> runs, Map<String, Long> records) {
        double floor = Figures.median(floors);
        double rate = Figures.median(runs.stream().map(Run::modelsPerSecond).toList());
        long all = records.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("models                      %,d, medians of %d runs%n", models, runs.size());
        System.out.printf("floor                       %,.0f models/s%n", floor);
        System.out.printf("ptm local --artifacts none  %,.0f models/s (%.2f of the floor)%n", rate, rate / floor);
        System.out.printf(
                "start to first request      %.1f s%n",
                Figures.median(runs.stream().map(Run::startSeconds).toList()));
        System.out.printf(
                "peak resident memory        %,.0f MiB%n",
                Figures.median(runs.stream().map(Run::peakMib).toList()));
        System.out.printf(
                "on disk                     %,.0f bytes a listed model%n",
                Figures.median(runs.stream().map(Run::bytesPerModel).toList()));
        System.out.printf("records                     %.3f a listed model: %s%n", (double) all / models, records);
    }
}
