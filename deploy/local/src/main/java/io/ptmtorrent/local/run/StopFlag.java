package io.ptmtorrent.local.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says once that work is to end. For any thread. */
final class StopFlag {
    private final CountDownLatch set = new CountDownLatch(1);

    void set() {
        set.countDown();
    }

    boolean isSet() {
        return set.getCount() == 0;
    }

    /** Waits for it, at most {@code time}; true when it is set. */
    boolean await(Duration time) throws InterruptedException {
        return set.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
