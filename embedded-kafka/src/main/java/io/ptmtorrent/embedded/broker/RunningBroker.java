package io.ptmtorrent.embedded.broker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's controller and broker, wired as its {@code KafkaRaftServer} does it, but with sockets that are already bound,
 * with faults that do not end the JVM, and without its {@link Forerunner}.
 */
final class RunningBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningBroker.class);

    private final BrokerFaults faults;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private RunningBroker(KafkaConfig config, PreboundSockets sockets, BrokerFaults faults) {
        this.faults = faults;
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> stored =
                KafkaRaftServer.initializeLogDirs(config, log, "[LocalBroker] ");
        shared = shared(config, stored._1(), sockets, faults);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), stored._2());
        broker = new BrokerServer(shared);
    }

    /**
     * Starts both and returns when clients are served.
     *
     * @throws IOException when they could not start; nothing is left running
     */
    static RunningBroker start(KafkaConfig config, PreboundSockets sockets) throws IOException {
        RunningBroker started;
        try {
            started = new RunningBroker(config, sockets, new BrokerFaults());
        } catch (RuntimeException e) {
            throw new IOException("cannot open the broker's folder: " + e.getMessage(), e);
        }
        started.startUp();
        return started;
    }

    CompletionStage<Throwable> fault() {
        return faults.fatal().minimalCompletionStage();
    }

    /** The broker goes first: its orderly way out needs the controller. */
    @Override
    public void close() {
        broker.shutdown();
        controller.shutdown();
    }

    /** On a thread of its own: after a fault elsewhere it may wait for ever, and is interrupted. */
    private void startUp() throws IOException {
        CompletableFuture<Void> up = new CompletableFuture<>();
        Thread starter = Thread.ofPlatform().daemon().name("local-broker-start").start(() -> startInto(up));
        try {
            CompletableFuture.anyOf(up, faults.fatal()).get();
            failOnFault();
        } catch (ExecutionException e) {
            stopAfterFailure(starter);
            throw new IOException("the broker did not start: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            stopAfterFailure(starter);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the broker started");
        }
    }

    private void failOnFault() throws ExecutionException {
        if (faults.fatal().isDone()) {
            throw new ExecutionException(faults.fatal().join());
        }
    }

    private void startInto(CompletableFuture<Void> up) {
        try {
            controller.startup();
            Forerunner.strikeOff(shared.loader(), controller.controller());
            broker.startup();
            up.complete(null);
        } catch (Throwable e) {
            up.completeExceptionally(e);
        }
    }

    private void stopAfterFailure(Thread starter) {
        starter.interrupt();
        try {
            close();
        } catch (RuntimeException e) {
            log.debug("closing a broker that did not start failed too", e);
        }
    }

    private static SharedServer shared(
            KafkaConfig config, MetaPropertiesEnsemble stored, PreboundSockets sockets, BrokerFaults faults) {
        Map<Integer, InetSocketAddress> voters =
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters());
        return new SharedServer(
                config,
                stored,
                Time.SYSTEM,
                Server$.MODULE$.initializeMetrics(
                        config, Time.SYSTEM, stored.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(voters),
                List.of(),
                faults,
                sockets);
    }
}
