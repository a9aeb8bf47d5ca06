package io.ptmtorrent.normalizer.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads framed records of one type, whichever registered version wrote them.
 *
 * <p>The Confluent deserializer gives one exception for a bad record and for a registry that is down; here the one is a
 * value and the other is thrown. Keeps its decoder: one a thread.
 */
public final class RecordReader<V extends SpecificRecord> {
    /** What became of some bytes. */
    public sealed interface Result<V> {}

    /** A record. */
    public record Decoded<V>(V value) implements Result<V> {}

    /** Bytes that are no such record, and why. */
    public record Undecodable<V>(String why) implements Result<V> {}

    private final RegistrySchemas schemas;
    private final SpecificData data;
    private final Schema expected;
    private final Map<Integer, SpecificDatumReader<V>> readers = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    public RecordReader(Class<V> type, RegistrySchemas schemas) {
        this.schemas = schemas;
        this.data = SpecificData.getForClass(type);
        this.expected = data.getSchema(type);
    }

    /**
     * The record in {@code framed}.
     *
     * @throws java.io.UncheckedIOException when the registry cannot be asked for the writer's schema
     */
    public Result<V> read(byte @Nullable [] framed) {
        if (framed == null) {
            return new Undecodable<>("no value");
        }
        if (!Framing.isFramed(framed)) {
            return new Undecodable<>("expected a zero byte, a schema id and Avro");
        }
        SpecificDatumReader<V> reader = reader(Framing.schemaId(framed));
        if (reader == null) {
            return new Undecodable<>("the registry knows no Avro schema " + Framing.schemaId(framed));
        }
        return decode(reader, framed);
    }

    private Result<V> decode(SpecificDatumReader<V> reader, byte[] framed) {
        try {
            decoder =
                    DecoderFactory.get().binaryDecoder(framed, Framing.HEADER, framed.length - Framing.HEADER, decoder);
            V value = reader.read(null, decoder);
            return decoder.isEnd() ? new Decoded<>(value) : new Undecodable<>("bytes are left over after the record");
        } catch (IOException | RuntimeException e) {
            return new Undecodable<>("not Avro of schema " + Framing.schemaId(framed) + ": " + e.getMessage());
        }
    }

    private @Nullable SpecificDatumReader<V> reader(int id) {
        SpecificDatumReader<V> known = readers.get(id);
        if (known == null) {
            known = schemas.byId(id)
                    .map(writer -> new SpecificDatumReader<V>(writer, expected, data))
                    .orElse(null);
            if (known != null) {
                readers.put(id, known);
            }
        }
        return known;
    }
}
