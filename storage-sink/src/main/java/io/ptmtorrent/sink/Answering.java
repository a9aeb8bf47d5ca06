package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.sink.Requests.Taken;
import io.ptmtorrent.sink.fetch.FetchLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request and writes the answer; returns once the brokers have acknowledged it. For any number of threads.
 */
final class Answering {
    /** A request that comes for the sixth time took five slots down with it, or they could not say what became of it. */
    static final int MOST_DELIVERIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final FetchLimits limits;
    private final ArtifactAnswers answers;
    private final ResultLog log;
    private final SinkMeters meters;
    private final Clock clock;
    private final BooleanSupplier cut;

    /** @param cut whether the sink has cut short what is under way, by an interrupt */
    Answering(
            FetchLimits limits,
            ArtifactAnswers answers,
            ResultLog log,
            SinkMeters meters,
            Clock clock,
            BooleanSupplier cut) {
        this.limits = limits;
        this.answers = answers;
        this.log = log;
        this.meters = meters;
        this.clock = clock;
        this.cut = cut;
    }

    void answer(Taken taken) throws InterruptedException {
        ArtifactRequest request = taken.request();
        if (request == null) {
            unusable(taken, taken.fault());
        } else {
            answer(taken, request);
        }
    }

    private void answer(Taken taken, ArtifactRequest request) throws InterruptedException {
        long start = System.nanoTime();
        Answered answered = answered(taken, request);
        write(taken, request, answered);
        meters.answered(request.getHub(), answered.result(), Duration.ofNanos(System.nanoTime() - start));
        LOG.atDebug()
                .addKeyValue("hub", request.getHub())
                .addKeyValue("modelId", request.getModel())
                .addKeyValue("url", request.getUrl())
                .addKeyValue("bytes", answered.result().getFetchedBytes())
                .log("{} {}", answered.result().getState(), answered.result().getReason());
    }

    private Answered answered(Taken taken, ArtifactRequest request) throws InterruptedException {
        if (taken.deliveries() <= MOST_DELIVERIES) {
            return answers.to(request, limits, cut);
        }
        String why = "was taken " + taken.deliveries() + " times and never answered";
        unusable(taken, why);
        return answers.givenUp(request, why);
    }

    /** The interrupt that cuts the work short must not keep its answer from being written: it comes once. */
    private void write(Taken taken, ArtifactRequest request, Answered answered) throws InterruptedException {
        boolean interrupted = cut.getAsBoolean() && Thread.interrupted();
        try {
            writeOnce(taken, request, answered);
        } catch (InterruptedException e) {
            if (!cut.getAsBoolean() || interrupted) {
                throw e;
            }
            writeOnce(taken, request, answered);
        }
    }

    private void writeOnce(Taken taken, ArtifactRequest request, Answered answered) throws InterruptedException {
        if (answered.wrong() != null) {
            String message = String.valueOf(answered.result().getMessage());
            log.write(
                    taken.entry().key(),
                    Letters.wrongBytes(taken.entry(), request, answered.wrong(), message, clock.instant()));
            meters.lettered();
        }
        log.write(taken.entry().key(), answered.result());
    }

    private void unusable(Taken taken, String why) throws InterruptedException {
        log.write(taken.entry().key(), Letters.unusable(taken.entry(), why, clock.instant()));
        meters.lettered();
    }
}
