package io.ptmtorrent.local.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be closed last things first. For one thread. */
final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T service) {
        started.push(service);
        return service;
    }

    /** Closes all of them, whatever one throws; then throws an IllegalStateException about the first that did. */
    @Override
    public void close() {
        IllegalStateException first = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                first = first == null ? new IllegalStateException("a service did not close: " + e, e) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
