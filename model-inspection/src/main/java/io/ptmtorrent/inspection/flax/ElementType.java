package io.ptmtorrent.inspection.flax;

import java.util.Map;

/** Element types by the name that numpy and jax write. */
final class ElementType {
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("bool", 8),
            Map.entry("int8", 8),
            Map.entry("uint8", 8),
            Map.entry("int16", 16),
            Map.entry("uint16", 16),
            Map.entry("int32", 32),
            Map.entry("uint32", 32),
            Map.entry("int64", 64),
            Map.entry("uint64", 64),
            Map.entry("float16", 16),
            Map.entry("bfloat16", 16),
            Map.entry("float32", 32),
            Map.entry("float64", 64),
            Map.entry("float8_e4m3fn", 8),
            Map.entry("float8_e5m2", 8),
            Map.entry("complex64", 64),
            Map.entry("complex128", 128),
            Map.entry("int4", 8),
            Map.entry("uint4", 8));

    private ElementType() {}

    /** Bytes an element takes; 0 where the name is none. */
    static int width(String name) {
        return BITS.getOrDefault(name, 0) / 8;
    }
}
