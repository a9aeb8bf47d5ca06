package io.ptmtorrent.sink;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Lets a test see that requests are under way at the same time, and holds them until it opens; the others pass. */
final class Gate extends Dispatcher {
    private final Predicate<String> held;
    private final Semaphore waiting = new Semaphore(0);
    private final CountDownLatch open = new CountDownLatch(1);

    /** @param held by query: which requests wait */
    Gate(Predicate<String> held) {
        this.held = held;
    }

    /** Returns once so many wait. */
    void await(int count) throws InterruptedException {
        if (!waiting.tryAcquire(count, Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no " + count + " requests came at the same time");
        }
    }

    void open() {
        open.countDown();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        if (held.test(String.valueOf(request.getUrl().query()))) {
            waiting.release();
            open.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return new Prompt().dispatch(request);
    }
}
