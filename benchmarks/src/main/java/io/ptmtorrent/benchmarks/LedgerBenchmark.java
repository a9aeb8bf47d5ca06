package io.ptmtorrent.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.normalizer.Normalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files a second through want, request, result and answer, with a sink that only answers, all in this process.
 *
 * <pre>
 * LISTED, DETAILED ─► normalizer ─► wants ─► ledger ─► requests ─► {@link AnsweringSink} ─► results ─► ledger ─► answers
 *    (before)                       │ from the first                         to the last package complete │
 * </pre>
 *
 * In turn, {@code runs} times: the floor ({@link LedgerFloor}), then this. Every model has 50 files with bytes of their
 * own. Prints files a second, their medians, and the peak memory of the process, broker included. Arguments:
 * {@code [files] [runs]}, 50,000 and 3 by default; {@code -Dnormalizer.…} in {@code BENCHMARK_JAVA_OPTS} are the
 * normalizer's settings.
 */
public final class LedgerBenchmark {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration STEP = Duration.ofMillis(20);
    private final Path scratch;
    private final int models;

    private record Run(double filesPerSecond, ProcessorTime spent) {}

    private LedgerBenchmark(Path scratch, int models) {
        this.scratch = scratch;
        this.models = models;
    }

    public static void main(String[] arguments) throws Exception {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path scratch = Files.createTempDirectory("ptm-ledger-benchmark");
        try {
            new LedgerBenchmark(scratch, Math.ceilDiv(files, ModelFeed.FILES_A_MODEL)).measure(runs);
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void measure(int runs) throws IOException, InterruptedException {
        List<Double> floors = new ArrayList<>();
        List<Run> ours = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Path folder = scratch.resolve("run-" + run);
            floors.add(LedgerFloor.filesPerSecond(folder.resolve("floor"), models));
            ours.add(run(folder));
            Scratch.delete(folder);
            System.out.printf(
                    "run %d: floor %,.0f files/s, ledger %,.0f files/s; processor seconds %.1f: %s%n",
                    run + 1,
                    floors.get(run),
                    ours.get(run).filesPerSecond(),
                    ours.get(run).spent().total(),
                    ours.get(run).spent());
        }
        report(floors, ours);
    }

    private void report(List<Double> floors, List<Run> runs) throws IOException {
        double floor = Figures.median(floors);
        double rate = Figures.median(runs.stream().map(Run::filesPerSecond).toList());
        double spent =
                Figures.median(runs.stream().map(run -> run.spent().total()).toList());
        System.out.printf("files             %,d of %,d models, medians of %d runs%n", files(), models, runs.size());
        System.out.printf("floor             %,.0f files/s%n", floor);
        System.out.printf("ledger, packages  %,.0f files/s (%.2f of the floor)%n", rate, rate / floor);
        System.out.printf(
                "processor time    %,.0f microseconds a file, sink and broker included%n", spent * 1e6 / files());
        System.out.printf(
                "peak memory       %,.0f MiB resident, %,.0f MiB of heap, broker and all runs included%n",
                Figures.peakResidentMib(), Figures.peakHeapMib());
    }

    private Run run(Path folder) throws IOException, InterruptedException {
        try (BenchmarkKafka broker = BenchmarkKafka.start(folder.resolve("kafka"))) {
            KafkaSettings kafka = broker.settings();
            try (AnsweringSink sink = AnsweringSink.start(kafka);
                    TopicReader<Package> packages =
                            TopicReader.open(kafka, kafka.topics().packages())) {
                wantAll(kafka);
                ModelFeed.write(kafka, models);
                return normalized(folder.resolve("state"), kafka, sink, packages);
            }
        }
    }

    private Run normalized(Path state, KafkaSettings kafka, AnsweringSink sink, TopicReader<Package> packages)
            throws IOException {
        try (Normalizer normalizer = Normalizer.start(kafka, NormalizerSettings.on(state), new SimpleMeterRegistry())) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            long started = firstWant(kafka, normalizer, deadline);
            ProcessorTime before = ProcessorTime.now();
            awaitPackages(packages, sink, normalizer, deadline);
            double seconds = Figures.secondsSince(started);
            return new Run(files() / seconds, ProcessorTime.now().since(before));
        }
    }

    private int files() {
        return models * ModelFeed.FILES_A_MODEL;
    }

    private static void wantAll(KafkaSettings kafka) throws IOException, InterruptedException {
        try (RecordWriter<Policy> writer =
                new RecordWriter<>(kafka, kafka.topics().policy())) {
            Policy all = Policy.newBuilder()
                    .setVersion(1)
                    .setArtifacts(Artifacts.ALL)
                    .setSmallMaxBytes(10L << 20)
                    .setGated(false)
                    .setSetAt(Instant.now())
                    .build();
            writer.write(kafka.topics().policy(), "policy", all);
            writer.settle();
        }
    }

    /** When a reader of committed records sees it. */
    private static long firstWant(KafkaSettings kafka, Normalizer normalizer, long deadline) throws IOException {
        try (TopicReader<Want> wants = TopicReader.open(kafka, kafka.topics().wants())) {
            while (wants.poll(STEP).isEmpty()) {
                check(normalizer, deadline, "no want was written");
            }
            return System.nanoTime();
        }
    }

    private void awaitPackages(TopicReader<Package> packages, AnsweringSink sink, Normalizer normalizer, long deadline)
            throws IOException {
        Set<String> complete = new HashSet<>();
        while (complete.size() < models) {
            packages.poll(STEP).forEach(row -> {
                Package whole = row.value();
                if (whole != null
                        && whole.getState() == PackageState.COMPLETE
                        && whole.getStored() == ModelFeed.FILES_A_MODEL) {
                    complete.add(row.key());
                }
            });
            sink.check();
            check(normalizer, deadline, complete.size() + " of " + models + " packages are complete");
        }
    }

    private static void check(Normalizer normalizer, long deadline, String state) throws IOException {
        if (normalizer.failure().isPresent()) {
            throw new IOException("the normalizer ended", normalizer.failure().get());
        }
        if (System.nanoTime() > deadline) {
            throw new IOException(state + " after " + LIMIT.toMinutes() + " minutes");
        }
    }
}
