package io.ptmtorrent.contract;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;

/** Schemas as other languages see them: the generator's {@code avro.java.string} hints taken out. */
final class WireSchemas {
    private static final ConcurrentMap<Schema, Schema> CLEAN = new ConcurrentHashMap<>();

    private WireSchemas() {}

    static Schema of(Schema generated) {
        return CLEAN.computeIfAbsent(
                generated,
                schema -> new Schema.Parser()
                        .parse(schema.toString()
                                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")));
    }
}
