package io.ptmtorrent.crawler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub whose requests this process reads: its crawl loop on a thread, taken again when Kafka ended it.
 *
 * <p>The thread is the platform's: it lives as long as the hub is ours, and loops that start together load classes and
 * open Kafka clients together, where a virtual thread holds its carrier (JEP 491, "Future Work").
 *
 * <p>A loop ends where another owner shut it out, or where Kafka failed. It gives the hub up then, without writing
 * anything; only whoever reads the requests knows whether the hub is still ours, and says so by {@link #retake}. All but
 * {@link #progress} is for that thread.
 */
final class OwnedHub {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedHub.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);
    private static final Duration FIRST_REST = Duration.ofMillis(500);

    private final String name;
    private final Supplier<CrawlLoop> loops;
    private final Consumer<Throwable> onFatal;
    private final Clock clock;
    private volatile CrawlLoop loop;
    private Thread thread;
    private @Nullable Ask pending;
    private int failures;
    private volatile @Nullable Instant diedAt;
    private volatile boolean fatal;

    /** Takes the hub at once. */
    OwnedHub(String name, Supplier<CrawlLoop> loops, Consumer<Throwable> onFatal, Clock clock) {
        this.name = name;
        this.loops = loops;
        this.onFatal = onFatal;
        this.clock = clock;
        this.loop = loops.get();
        this.thread = start(loop);
    }

    void offer(Ask ask) {
        pending = ask;
        loop.offer(ask);
    }

    /** Whether a request was offered whose offset is not yet committed. */
    boolean isBusy() {
        Ask ask = pending;
        if (ask != null && loop.hasAccepted(ask)) {
            pending = null;
            failures = 0;
        }
        return pending != null;
    }

    /** The request that is offered and not accepted; null where there is none. */
    @Nullable
    Ask pending() {
        return isBusy() ? pending : null;
    }

    /** Whether the loop ended by itself and has rested long enough to try again. */
    boolean wantsRetake() {
        Instant died = diedAt;
        return died != null && !fatal && !clock.instant().isBefore(died.plus(rest()));
    }

    /** Takes the hub again; call it only where the group just confirmed that it is still ours. */
    void retake() {
        Ask ask = pending();
        failures++;
        diedAt = null;
        loop = loops.get();
        thread = start(loop);
        if (ask != null) {
            loop.offer(ask);
        }
    }

    List<CrawlProgress> progress() {
        return loop.progress();
    }

    /** Asks the loop to end; {@link #join} waits for it. */
    void stop() {
        loop.stop();
    }

    /** Waits until the loop ended; interrupts one that takes seconds. */
    void join() {
        try {
            if (!thread.join(STOP_PATIENCE)) {
                thread.interrupt();
                thread.join(STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private Duration rest() {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private Thread start(CrawlLoop started) {
        return Thread.ofPlatform().daemon().name("crawl-" + name).start(() -> work(started));
    }

    private void work(CrawlLoop started) {
        try (started) {
            started.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            died(started, e);
        }
    }

    private void died(CrawlLoop dead, Throwable cause) {
        if (dead.isStopped()) {
            return;
        }
        fatal = isFatal(cause);
        LOG.atWarn().addKeyValue("hub", name).setCause(cause).log("gives the hub up");
        if (fatal) {
            onFatal.accept(cause);
        }
        diedAt = clock.instant();
    }

    private static boolean isFatal(Throwable cause) {
        return !(cause instanceof KafkaException)
                || cause instanceof AuthenticationException
                || cause instanceof AuthorizationException;
    }
}
