package io.ptmtorrent.local.run;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.Normalizer;
import io.ptmtorrent.normalizer.NormalizerConfig;
import io.ptmtorrent.normalizer.ObservationHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * A normalizer on a cluster, or one that reads the history again.
 *
 * <pre>
 *                      reads from             writes to          asks   ends
 * as a service         where its group is     the same topics    yes    when told, or with {@code once}
 * from the beginning   the first observation  the same topics    yes    the same; publishes what differs
 * into a prefix        the first observation  topics of its own  no     when all is read
 * </pre>
 *
 * One thread runs it; {@link #stop()} may be called by any.
 */
public final class NormalizeRun {
    private static final Duration STEP = Duration.ofMillis(200);

    private final NormalizeConfig config;
    private final Progress progress;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StopFlag stop = new StopFlag();

    /** @param progress where progress is shown */
    public NormalizeRun(NormalizeConfig config, Progress progress) {
        this.config = config;
        this.progress = progress;
    }

    /**
     * What a run did.
     *
     * @param whole whether it has read the observations that were there at its start
     * @param observations that it looked at
     * @param updates that it wrote
     * @param deadLetters that it wrote
     */
    public record Result(boolean whole, long observations, long updates, long deadLetters) {}

    /** Makes {@link #run} end soon. */
    public void stop() {
        stop.set();
    }

    /**
     * Runs until its end is reached, or until {@link #stop()}.
     *
     * @throws IllegalArgumentException when the topics to write into are not fresh
     * @throws IllegalStateException when the history cannot be read again, since a normalizer of the same group runs
     * @throws IOException when the cluster cannot be reached, its topics are not there, or the normalizer ended by itself
     */
    public Result run(KafkaSettings kafka) throws IOException, InterruptedException {
        int partitions = ClusterTopics.partitions(kafka);
        Topic<Observation> observations = kafka.topics().observations();
        return config.into() == null
                ? inPlace(kafka, observations)
                : into(kafka, observations, new Topics(config.into(), partitions));
    }

    private Result inPlace(KafkaSettings kafka, Topic<Observation> observations)
            throws IOException, InterruptedException {
        try (ObservationHistory history = ObservationHistory.of(kafka, observations)) {
            if (config.again()) {
                history.rewind();
            }
            try (Normalizer normalizer = Normalizer.start(kafka, normalizing(kafka), meters)) {
                return watch(history, normalizer);
            }
        }
    }

    private Result into(KafkaSettings kafka, Topic<Observation> observations, Topics fresh)
            throws IOException, InterruptedException {
        if (fresh.prefix().equals(kafka.topics().prefix())) {
            throw new IllegalArgumentException(
                    "--into: '" + fresh.prefix() + "' is the prefix of the observations; allowed is any other");
        }
        KafkaSettings target =
                new KafkaSettings(kafka.bootstrapServers(), kafka.registryUrl(), fresh, kafka.passThrough());
        try (TopicSetup setup = new TopicSetup(target, (short) -1, Services.groups(fresh))) {
            setup.make();
        }
        try (ObservationHistory history = ObservationHistory.of(target, observations)) {
            if (!history.isBegun()) {
                requireFresh(target);
            }
            try (Normalizer normalizer = Normalizer.replay(target, kafka.topics(), normalizing(kafka), meters)) {
                return watch(history, normalizer);
            }
        }
    }

    private NormalizerConfig normalizing(KafkaSettings kafka) {
        return config.ownBroker()
                ? Services.normalizer(config.state(), kafka)
                : NormalizerConfig.from(config.state(), kafka.passThrough());
    }

    private static void requireFresh(KafkaSettings target) {
        Topic<?> models = target.topics().models();
        try (TopicReader<?> reader = TopicReader.open(target, target.topics().models())) {
            if (reader.ends().values().stream().anyMatch(end -> end > 0)) {
                throw new IllegalArgumentException("--into: " + models.name()
                        + " holds records that no replay wrote; allowed is a prefix that was never used");
            }
        }
    }

    private Result watch(ObservationHistory history, Normalizer normalizer) throws IOException, InterruptedException {
        long read = history.read();
        boolean ends = config.ends();
        boolean told = false;
        while (!stop.await(STEP)) {
            Throwable failure = normalizer.failure().orElse(null);
            if (failure != null) {
                progress.end();
                throw new IOException("the normalizer ended: " + failure.getMessage(), failure);
            }
            read = read < history.size() ? history.read() : read;
            if (read == history.size() && (ends || !told)) {
                progress.show(line(read, history.size()) + (ends ? "" : "; follows what comes"));
                told = true;
                if (ends) {
                    break;
                }
            } else if (progress.due() && !told) {
                progress.show(line(read, history.size()) + ", " + count("observations") + " looked at");
            }
        }
        progress.end();
        return new Result(read == history.size(), count("observations"), count("updates"), count("deadletters"));
    }

    private static String line(long read, long size) {
        return String.format(Locale.ROOT, "observations: %,d of %,d read", read, size);
    }

    private long count(String meter) {
        return meters.find("ptm.normalizer." + meter).counters().stream()
                .mapToLong(counter -> Math.round(counter.count()))
                .sum();
    }
}
