package io.ptmtorrent.local.letgo;

import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.normalizer.ObservationHistory;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Waits for the services, by what the topics say of them. For one thread.
 *
 * <p>Every wait ends at the deadline with an IOException that says what did not come: what was begun goes on by itself
 * when the services run, or by the same command given again.
 */
final class Work implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(100);

    /** Counters are written every second. */
    private static final Duration QUIET = Duration.ofMillis(2_500);

    private final KafkaSettings kafka;
    private final int partitions;
    private final long deadline;
    private final TopicReader<Statistic> reader;
    private final Map<String, Long> counters = new HashMap<>();

    /** @param partitions of the observations */
    Work(KafkaSettings kafka, int partitions, Duration patience) {
        this.kafka = kafka;
        this.partitions = partitions;
        deadline = System.nanoTime() + patience.toNanos();
        reader = TopicReader.open(kafka, kafka.topics().statistics());
    }

    /** Every task has held what it has against the blocks up to this one. */
    void awaitScanned(Instant at) throws IOException, InterruptedException {
        await("normalizers to hold all models against the block", () -> {
            refresh();
            for (int partition = 0; partition < partitions; partition++) {
                if (counter(Statistics.BLOCKS_SCANNED, partition) < at.toEpochMilli()) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The normalizers have committed what follows from all that lies in a topic now. */
    void awaitRead(Topic<?> topic) throws IOException, InterruptedException {
        try (ObservationHistory there = ObservationHistory.of(kafka, topic)) {
            while (there.read() < there.size()) {
                pause("normalizers to read " + topic.name());
            }
        }
    }

    /** All of these are gone, or nothing is being taken out of the store any more. */
    void awaitGone(BooleanSupplier gone) throws IOException, InterruptedException {
        long quietSince = System.nanoTime();
        while (!gone.getAsBoolean() && System.nanoTime() - quietSince < QUIET.toNanos()) {
            refresh();
            long dropping = 0;
            for (int partition = 0; partition < partitions; partition++) {
                dropping += counter(Statistics.DROPPING, partition);
            }
            quietSince = dropping == 0 ? quietSince : System.nanoTime();
            pause("a sink to take objects out of the store");
        }
    }

    private void await(String what, BooleanSupplier done) throws IOException, InterruptedException {
        while (!done.getAsBoolean()) {
            pause(what);
        }
    }

    private void pause(String what) throws IOException, InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new IOException("waited too long for " + what
                    + ": the block holds; do normalizer and sink run? Give the" + " same command again to finish");
        }
        Thread.sleep(STEP);
    }

    private void refresh() {
        reader.readToEnd(row -> {
            Statistic value = row.value();
            if (value != null && value.getGroup().equals(Statistics.BLOCKS)) {
                counters.put(row.key(), value.getValue());
            }
        });
    }

    private long counter(String statistic, int partition) {
        return counters.getOrDefault(Statistics.key(statistic, Statistics.BLOCKS, partition), 0L);
    }

    @Override
    public void close() {
        reader.close();
    }
}
