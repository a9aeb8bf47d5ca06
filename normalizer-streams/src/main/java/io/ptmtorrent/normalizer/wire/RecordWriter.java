package io.ptmtorrent.normalizer.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one topic as the Confluent serializer does, without asking the registry for each.
 *
 * <p>Keeps its buffer: one a thread.
 */
public final class RecordWriter<V extends SpecificRecord> {
    private final byte[] header;
    private final SpecificDatumWriter<V> writer;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
    private @Nullable BinaryEncoder encoder;

    public RecordWriter(Class<V> type, int schemaId) {
        header = Framing.header(schemaId);
        SpecificData data = SpecificData.getForClass(type);
        writer = new SpecificDatumWriter<>(data.getSchema(type), data);
    }

    /** The framed record. */
    public byte[] write(V value) {
        out.reset();
        out.writeBytes(header);
        try {
            encoder = EncoderFactory.get().binaryEncoder(out, encoder);
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
