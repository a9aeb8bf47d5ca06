package io.ptmtorrent.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a slot at work: where Kafka fails, it begins again with a new one, after a rest that doubles.
 *
 * <p>What was not acknowledged comes back to someone, and a request answered twice does no harm.
 */
final class SlotThread {
    private static final Logger LOG = LoggerFactory.getLogger(SlotThread.class);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private static final String TOO_OLD = "the brokers know no share groups (KIP-932): a sink needs Kafka 4.2 or newer,"
            + " with the feature share.version at 1 (kafka-features.sh upgrade --feature share.version=1)";
    private static final String FULL = "the share group is full, tries again: raise group.share.max.size of the brokers"
            + " (200 by default, 1000 at most), or give the sinks fewer slots (sink.large; sink.small up to 4)";

    private final Supplier<Slot> slots;
    private final Consumer<Throwable> onFatal;
    private final Thread thread;
    private volatile @Nullable Slot current;
    private volatile boolean stopped;
    private Duration rest = FIRST_REST;

    SlotThread(String name, Supplier<Slot> slots, Consumer<Throwable> onFatal) {
        this.slots = slots;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Takes nothing new any more; from any thread, like all below. */
    void stop() {
        stopped = true;
    }

    /** Waits for what is under way; false if the time is over before it is answered. */
    boolean join(Duration patience) throws InterruptedException {
        return thread.join(patience);
    }

    /** Has what is under way answered as it stands. */
    void cutShort() {
        Slot slot = current;
        if (slot != null) {
            slot.cutShort();
        }
    }

    /** Ends without an answer. */
    void interrupt() {
        thread.interrupt();
    }

    private void work() {
        try {
            while (!stopped) {
                workUntilKafkaFails();
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            onFatal.accept(e);
        }
    }

    private void workUntilKafkaFails() throws InterruptedException {
        try (Slot slot = slots.get()) {
            current = slot;
            while (!stopped || slot.isBusy()) {
                slot.turn();
                rest = FIRST_REST;
            }
        } catch (UnsupportedVersionException e) {
            throw new IllegalStateException(TOO_OLD, e);
        } catch (AuthenticationException | AuthorizationException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (!stopped) {
                boolean full = e instanceof GroupMaxSizeReachedException;
                LOG.atWarn().setCause(e).log(full ? FULL : "requests could not be taken or answered, begins again");
                TimeUnit.MILLISECONDS.sleep(rest.toMillis());
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
            }
        }
    }
}
