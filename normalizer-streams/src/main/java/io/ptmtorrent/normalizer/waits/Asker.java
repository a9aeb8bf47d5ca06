package io.ptmtorrent.normalizer.waits;

import io.ptmtorrent.avro.DetailRequest;

/** Where requests for details go. */
@FunctionalInterface
public interface Asker {
    /** Sends one; {@code key} is the model's. */
    void ask(String key, DetailRequest request);
}
