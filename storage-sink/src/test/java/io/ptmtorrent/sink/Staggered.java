package io.ptmtorrent.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Gives the first of each 32 files after a time, and each of the others a little later than the one before. */
final class Staggered extends Dispatcher {
    private static final long ROUND = 32;

    private final Duration first;
    private final Duration step;
    private final AtomicLong asked = new AtomicLong();

    Staggered(Duration first, Duration step) {
        this.first = first;
        this.step = step;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        Duration delay = first.plus(step.multipliedBy(asked.getAndIncrement() % ROUND));
        return new MockResponse.Builder()
                .body("the bytes of a model")
                .headersDelay(delay.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }
}
