package io.ptmtorrent.crawler.hub.onnx;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Values that are read from afar and never change, each once: the last used of them are kept.
 *
 * <p>For any number of threads: while one reads a value, the others who want it wait for it; what could not be read is
 * read again by the next. An interrupt ends the wait with an {@link InterruptedIOException}.
 */
final class ReadOnce<K, V> {
    /** Where a value comes from. */
    interface Source<K, V> {
        V read(K key) throws IOException;
    }

    private static final class Place<V> {
        private final ReentrantLock reading = new ReentrantLock();
        private @Nullable V value;
    }

    private final Source<K, V> source;
    private final Map<K, Place<V>> places;
    private final ReentrantLock lookingUp = new ReentrantLock();

    /** @param most how many are kept */
    ReadOnce(int most, Source<K, V> source) {
        this.source = source;
        this.places = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Place<V>> eldest) {
                return size() > most;
            }
        };
    }

    V at(K key) throws IOException {
        Place<V> place = place(key);
        acquire(place.reading);
        try {
            V value = place.value;
            if (value == null) {
                value = source.read(key);
                place.value = value;
            }
            return value;
        } finally {
            place.reading.unlock();
        }
    }

    private Place<V> place(K key) {
        lookingUp.lock();
        try {
            return places.computeIfAbsent(key, any -> new Place<>());
        } finally {
            lookingUp.unlock();
        }
    }

    private static void acquire(ReentrantLock lock) throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread read the same");
        }
    }
}
