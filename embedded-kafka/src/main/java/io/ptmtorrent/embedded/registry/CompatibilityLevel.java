package io.ptmtorrent.embedded.registry;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which earlier schemas a new one must get on with, and in which direction.
 *
 * <p>Source: Confluent's documentation on schema evolution and compatibility, 7.9.
 */
enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    /** New code reads old records. */
    final boolean readsOld;

    /** Old code reads new records. */
    final boolean readByOld;

    /** Against every earlier version, not the last alone. */
    final boolean transitive;

    CompatibilityLevel(boolean readsOld, boolean readByOld, boolean transitive) {
        this.readsOld = readsOld;
        this.readByOld = readByOld;
        this.transitive = transitive;
    }

    static Optional<CompatibilityLevel> named(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equals(name))
                .findFirst();
    }
}
