package io.ptmtorrent.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or a TERM signal, as a call: the work is asked to end, and the JVM waits until it has.
 *
 * <p>Open it first and close it last: the JVM waits for that, at most 30 s. Any thread.
 */
final class StopSignal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "stop-signal");
    private Runnable stop = () -> {};

    private StopSignal() {}

    /** From now on the process waits for {@link #close()} when it is told to end. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Calls {@code work} when the process is told to end, at once if it already was. */
    synchronized void onStop(Runnable work) {
        stop = work;
        if (told.getCount() == 0) {
            work.run();
        }
    }

    /** True once the process was told to end. */
    boolean told() {
        return told.getCount() == 0;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, by the signal that this waited for.
        }
    }

    private void onSignal() {
        synchronized (this) {
            told.countDown();
            stop.run();
        }
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
