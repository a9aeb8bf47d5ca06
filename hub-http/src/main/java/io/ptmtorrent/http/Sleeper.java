package io.ptmtorrent.http;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits; tests give one that moves a clock instead. */
@FunctionalInterface
interface Sleeper {
    void sleep(Duration time) throws InterruptedException;

    /** Sleeps, and turns an interrupt into the exception that an HTTP call ends with; the interrupt flag stays set. */
    default void pause(Duration time) throws InterruptedIOException {
        try {
            sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException ended = new InterruptedIOException("interrupted while waiting to send a request");
        ended.initCause(cause);
        return ended;
    }
}
