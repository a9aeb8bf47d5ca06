package io.ptmtorrent.samplehub;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer that stops in the middle of a file's bytes until a test has looked, or has ended something.
 *
 * <pre>{@code
 * try (Hold hold = hub.holdByteRequest(3)) {
 *     ...                                         // somebody fetches files
 *     hold.awaitHeld(Duration.ofSeconds(30));     // the head and half of the third one's bytes are sent
 *     process.destroyForcibly();
 * }                                               // the rest is sent, if anybody still listens
 * }</pre>
 *
 * <p>For any number of threads.
 */
public final class Hold implements AutoCloseable {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile @Nullable HubRequest request;

    Hold() {}

    /** Waits until the answer stands still; false if it does not within this time. */
    public boolean awaitHeld(Duration patience) throws InterruptedException {
        return held.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Which request is held; null before one is. */
    public @Nullable HubRequest request() {
        return request;
    }

    /** Lets the answer go on; before one is held, none will be. */
    @Override
    public void close() {
        released.countDown();
    }

    /** Stands still, on the thread that answers. */
    void stop(HubRequest now) {
        request = now;
        held.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
