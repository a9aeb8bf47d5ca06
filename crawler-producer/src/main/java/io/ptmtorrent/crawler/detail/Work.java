package io.ptmtorrent.crawler.detail;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;

/** One request while it is answered on a thread of its own. For the thread that began it. */
final class Work {
    /** Long enough for 200 pages at a slow hub's pace; well within the hour after which a request is repeated. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Instant until;
    private Runnable giveUp = () -> {};

    private Work(Instant until) {
        this.until = until;
    }

    /** Nothing to do: the record was no request. */
    static Work nothing() {
        Work work = new Work(Instant.MAX);
        work.done.complete(null);
        return work;
    }

    static Work begin(Reply reply, DetailAnswer answer, ExecutorService threads, Instant now) {
        Work work = new Work(now.plus(LONGEST));
        Future<?> thread = threads.submit(() -> work.run(reply, answer));
        work.giveUp = () -> {
            reply.end(answer.late(reply.request()));
            thread.cancel(true);
        };
        return work;
    }

    private void run(Reply reply, DetailAnswer answer) {
        try {
            answer.to(reply);
            done.complete(null);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /** Completes when the answer is written, or could not be. */
    CompletableFuture<Void> done() {
        return done;
    }

    /**
     * Whether the answer is written to its end; one that took the longest time is ended here.
     *
     * @throws KafkaException if it could not be written
     */
    boolean isOver(Instant now) {
        if (done.isCompletedExceptionally()) {
            throw failure(done.exceptionNow());
        }
        if (!done.isDone() && !now.isBefore(until)) {
            giveUp.run();
            return true;
        }
        return done.isDone();
    }

    private static RuntimeException failure(Throwable cause) {
        return cause instanceof KafkaException kafka
                ? kafka
                : new IllegalStateException("a request ended without an answer", cause);
    }
}
