package io.ptmtorrent.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.normalizer.Normalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Models a second through the normalizer's topology on a real broker: exactly once, with its stores, counters and
 * updates, broker and all in this process.
 *
 * <pre>
 * rows written ─► first run of the normalizer: all are new
 * the same rows written again ─► second run: none has changed
 * state folder deleted ─► third run: state comes from the changelogs
 * </pre>
 *
 * A rate is between the first commit and the last, so that no start is in it. Prints models a second, processor time a
 * model, bytes of state a model, seconds of restoring, and peak memory. Arguments: {@code [models]}, 1,000,000 by default;
 * {@code -Dnormalizer.…} in {@code BENCHMARK_JAVA_OPTS} are the normalizer's settings.
 */
public final class TopologyBenchmark {
    private static final int DIFFERENT_ROWS = 10_000;
    private static final long LIMIT_MINUTES = 30;
    private static final long POLL_MILLIS = 100;

    private final Path state;
    private final KafkaSettings kafka;
    private final int models;

    private TopologyBenchmark(Path state, KafkaSettings kafka, int models) {
        this.state = state;
        this.kafka = kafka;
        this.models = models;
    }

    public static void main(String[] arguments) throws Exception {
        int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path scratch = Files.createTempDirectory("ptm-topology-benchmark");
        try (BenchmarkKafka broker = BenchmarkKafka.start(scratch.resolve("kafka"))) {
            new TopologyBenchmark(scratch.resolve("state"), broker.settings(), models).measure();
        } finally {
            Scratch.delete(scratch);
        }
    }

    private void measure() throws Exception {
        ListedRows rows = ListedRows.read(Math.min(models, DIFFERENT_ROWS));
        rows.write(kafka, models, 1);
        report("new models", consumed(models));
        System.out.printf("state             %,.0f bytes a model%n", (double) TopicCounts.bytesOnDisk(state) / models);
        rows.write(kafka, models, 2);
        report("unchanged models", consumed(2L * models));
        Scratch.delete(state);
        System.out.printf("restored in       %.1f s without a state folder%n", restored());
        System.out.printf(
                "peak memory       %,.0f MiB resident, %,.0f MiB of heap, broker included%n",
                Figures.peakResidentMib(), Figures.peakHeapMib());
    }

    private record Run(double modelsPerSecond, double models, ProcessorTime spent) {}

    private static void report(String what, Run run) {
        System.out.printf(
                "%-17s %,.0f models/s, %.0f microseconds of processor time each: %s%n",
                what, run.modelsPerSecond(), run.spent().total() * 1e6 / run.models(), run.spent());
    }

    /** Runs the normalizer until it has committed {@code rows} of the listing. */
    private Run consumed(long rows) throws Exception {
        try (Normalizer normalizer = start();
                Progress progress = new Progress(kafka)) {
            long before = progress.committed();
            long first = before;
            while (first == before) {
                pause(normalizer);
                first = progress.committed();
            }
            ProcessorTime spent = ProcessorTime.now();
            long started = System.nanoTime();
            while (progress.committed() < rows) {
                pause(normalizer);
            }
            double counted = rows - first;
            return new Run(
                    counted / Figures.secondsSince(started),
                    counted,
                    ProcessorTime.now().since(spent));
        }
    }

    private double restored() throws Exception {
        long started = System.nanoTime();
        try (Normalizer normalizer = start()) {
            while (!normalizer.isRunning()) {
                pause(normalizer);
            }
            return Figures.secondsSince(started);
        }
    }

    private Normalizer start() {
        return Normalizer.start(kafka, NormalizerSettings.on(state), new SimpleMeterRegistry());
    }

    private static void pause(Normalizer normalizer) throws IOException, InterruptedException {
        if (normalizer.failure().isPresent()) {
            throw new IOException("the normalizer ended", normalizer.failure().get());
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        if (Figures.secondsOfThisProcess() > TimeUnit.MINUTES.toSeconds(LIMIT_MINUTES)) {
            throw new IOException("not done after " + LIMIT_MINUTES + " minutes");
        }
    }
}
