package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.crawler.hub.Hub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers detail requests until it is closed: takes them from a share group, so any number of processes share them.
 *
 * <p>Where Kafka fails it begins again with new clients; what was not acknowledged comes back to someone, and a request
 * answered twice does no harm.
 */
public final class DetailAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetailAnswers.class);
    private static final long REST_SECONDS = 2;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final DetailAnswer answer;
    private final int parallelism;
    private final BiConsumer<String, ObservationKind> answered;
    private final Consumer<Throwable> onFatal;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean stopped;

    private DetailAnswers(
            KafkaSettings settings,
            List<Hub> hubs,
            int parallelism,
            BiConsumer<String, ObservationKind> answered,
            Consumer<Throwable> onFatal,
            Clock clock) {
        this.settings = settings;
        this.answer = new DetailAnswer(hubs, clock, time -> sleepUntil(time, clock));
        this.parallelism = parallelism;
        this.answered = answered;
        this.onFatal = onFatal;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("detail-answers").unstarted(this::work);
    }

    /**
     * Starts to answer.
     *
     * @param parallelism models asked for at the same time
     * @param answered told of every answer, by hub
     * @param onFatal told once if it must end, for example where Kafka denies access
     */
    public static DetailAnswers start(
            KafkaSettings settings,
            List<Hub> hubs,
            int parallelism,
            BiConsumer<String, ObservationKind> answered,
            Consumer<Throwable> onFatal,
            Clock clock) {
        DetailAnswers answers = new DetailAnswers(settings, hubs, parallelism, answered, onFatal, clock);
        answers.thread.start();
        return answers;
    }

    private static void sleepUntil(Instant time, Clock clock) throws InterruptedException {
        Duration wait = Duration.between(clock.instant(), time);
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
    }

    private void work() {
        try {
            while (!stopped) {
                answerUntilKafkaFails();
            }
        } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            onFatal.accept(e);
        }
    }

    private void answerUntilKafkaFails() throws InterruptedException {
        try (DetailBatch batch = new DetailBatch(settings, answer, parallelism, answered, clock)) {
            while (!stopped) {
                batch.answer();
            }
        } catch (AuthenticationException
                | AuthorizationException
                | org.apache.kafka.common.errors.InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("detail requests could not be answered, begins again");
            TimeUnit.SECONDS.sleep(REST_SECONDS);
        }
    }

    /** Answers what is at hand and stops; after seconds it stops at once. */
    @Override
    public void close() {
        stopped = true;
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
                thread.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
