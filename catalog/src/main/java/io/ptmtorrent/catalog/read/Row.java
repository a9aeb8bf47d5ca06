package io.ptmtorrent.catalog.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic, decoded.
 *
 * @param partition its partition
 * @param offset its offset there
 * @param time when it was produced
 * @param key its key
 * @param value its value; null for a tombstone
 */
public record Row<V>(
        int partition,
        long offset,
        Instant time,
        String key,
        @Nullable V value) {}
