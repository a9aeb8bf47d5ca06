package io.ptmtorrent.normalizer;

import io.micrometer.core.instrument.MeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.wire.RegistrySchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The normalizer in this process: observations in, models and updates out, exactly once.
 *
 * <p>The topics exist and their schemas are registered ({@link io.ptmtorrent.contract.TopicSetup}). Any number of
 * instances share the partitions; each keeps its state in a folder of its own. For any thread.
 */
public final class Normalizer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Normalizer.class);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final RegistrySchemas schemas;
    private final StoreMemory memory;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private Normalizer(KafkaStreams streams, RegistrySchemas schemas, StoreMemory memory) {
        this.streams = streams;
        this.schemas = schemas;
        this.memory = memory;
    }

    /**
     * Starts it; returns when it began to join its group.
     *
     * @throws UncheckedIOException when the registry cannot be reached, or lacks a schema
     * @throws org.apache.kafka.streams.errors.StreamsException when another process uses the state folder, Kafka
     *     refuses the settings, or the topic of policy or blocks is not there
     */
    public static Normalizer start(KafkaSettings kafka, NormalizerConfig config, MeterRegistry meters) {
        return start(kafka, config, meters, true, NormalizerTopology::of);
    }

    /**
     * Starts one that reads a history into topics of its own and asks for nothing; returns when it began to join its
     * group, which is of the topics that it writes.
     *
     * @param kafka with the topics to write: models, updates, metrics, statistics, dead letters
     * @param history the topics that the history is in: of observations and blocks
     * @throws UncheckedIOException as {@link #start}
     */
    public static Normalizer replay(
            KafkaSettings kafka, Topics history, NormalizerConfig config, MeterRegistry meters) {
        return start(
                kafka,
                config,
                meters,
                false,
                wiring -> NormalizerTopology.ofReplay(wiring, history.observations(), history.blocks()));
    }

    private static Normalizer start(
            KafkaSettings kafka,
            NormalizerConfig config,
            MeterRegistry meters,
            boolean asks,
            Function<Wiring, Topology> topology) {
        RegistrySchemas schemas = new RegistrySchemas(kafka);
        StoreMemory memory = new StoreMemory(config.stores());
        try {
            WireIds ids = WireIds.of(kafka.topics(), schemas);
            Wiring wiring = new Wiring(kafka.topics(), config, schemas, ids, new NormalizerMeters(meters), asks);
            Properties settings = StreamsSettings.of(kafka, config);
            memory.addTo(settings);
            KafkaStreams streams = new KafkaStreams(topology.apply(wiring), settings);
            Normalizer normalizer = new Normalizer(streams, schemas, memory);
            normalizer.start();
            return normalizer;
        } catch (IOException e) {
            memory.close();
            schemas.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            memory.close();
            schemas.close();
            throw e;
        }
    }

    private void start() {
        streams.setUncaughtExceptionHandler(this::fail);
        try {
            streams.start();
        } catch (RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    /**
     * What Streams could not deal with itself: the process ends. Whoever runs it starts it again, with a pause; a
     * replaced thread would meet the same at once.
     */
    private StreamThreadExceptionResponse fail(Throwable cause) {
        LOG.atError().setCause(cause).log("normalizer stops");
        failure.complete(cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Why it ended by itself; empty while it works, and when it was closed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /** Completes with the reason if it ends by itself, on the thread that failed; else it never completes. */
    public CompletionStage<Throwable> fault() {
        return failure.minimalCompletionStage();
    }

    /** Whether it is working now: its tasks are assigned and restored. False while starting or rebalancing. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Ends the open transaction, leaves the group, and returns when all is closed; the state stays in its folder. */
    @Override
    public void close() {
        try (schemas;
                memory) {
            boolean closed = streams.close(
                    CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
            if (!closed) {
                LOG.atWarn().addKeyValue("seconds", CLOSING.toSeconds()).log("normalizer is still closing");
            }
        }
    }
}
