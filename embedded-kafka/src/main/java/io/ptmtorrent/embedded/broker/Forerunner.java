package io.ptmtorrent.embedded.broker;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;

/**
 * The broker that was killed on this folder, which the controller takes for alive. Its folder is ours, so that it is not:
 * it is struck off before the new one starts.
 *
 * <p>Kafka would wait until its session ends, and the new broker lead its partitions meanwhile, then nobody for a moment.
 * Kafka 4.3.0 and 4.3.1 take a partition without a leader for a deleted one there
 * ({@code KRaftMetadataCache.getPartitionLeaderEndpoint}), drop the markers of a transaction that was being committed, and
 * call it complete: its records stay open for ever, and no reader of committed ones gets past them.
 */
final class Forerunner implements MetadataPublisher {
    private static final long REST_MS = 20;

    private final CompletableFuture<Boolean> alive = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private Forerunner() {}

    /**
     * Returns when the controller and this process's picture of the cluster know of none; at once where there was none,
     * or it went in order.
     */
    static void strikeOff(MetadataLoader loader, Controller controller)
            throws ExecutionException, InterruptedException {
        Forerunner forerunner = new Forerunner();
        loader.installPublishers(List.of(forerunner)).get();
        if (forerunner.alive.get()) {
            unregister(controller);
            forerunner.gone.get();
        }
        loader.removeAndClosePublisher(forerunner).get();
    }

    /** The controller may need a moment until it serves. */
    private static void unregister(Controller controller) throws ExecutionException, InterruptedException {
        ControllerRequestContext nobody =
                new ControllerRequestContext(new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
        while (true) {
            try {
                controller.unregisterBroker(nobody, BrokerSettings.NODE_ID).get();
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                    return;
                }
                if (!(e.getCause() instanceof NotControllerException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(REST_MS);
            }
        }
    }

    @Override
    public String name() {
        return "forerunner";
    }

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
        BrokerRegistration broker = image.cluster().broker(BrokerSettings.NODE_ID);
        boolean lives = broker != null && !broker.fenced();
        alive.complete(lives);
        if (!lives) {
            gone.complete(null);
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
