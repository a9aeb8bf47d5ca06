package io.ptmtorrent.catalog.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro records as plain JSON on one line, members under the Avro field names in schema order.
 *
 * <p>Unlike Avro's own JSON there are no union wrappers. Times are ISO-8601 in UTC, enums their symbols, bytes base64,
 * maps sorted by key; every field of the schema is there, null included. Pure, for any thread.
 */
public final class RecordJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordJson() {}

    /** The record on one line, without a line end. */
    public static String line(IndexedRecord row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            writeRecord(row, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void writeRecord(IndexedRecord row, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Schema.Field field : row.getSchema().getFields()) {
            out.writeFieldName(field.name());
            writeValue(row.get(field.pos()), out);
        }
        out.writeEndObject();
    }

    private static void writeValue(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case IndexedRecord row -> writeRecord(row, out);
            case Collection<?> items -> writeItems(items, out);
            case Map<?, ?> members -> writeMembers(members, out);
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Float number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case ByteBuffer bytes -> writeBytes(bytes.duplicate(), out);
            default -> out.writeString(value.toString());
        }
    }

    private static void writeItems(Collection<?> items, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (Object item : items) {
            writeValue(item, out);
        }
        out.writeEndArray();
    }

    private static void writeMembers(Map<?, ?> members, JsonGenerator out) throws IOException {
        Map<String, Object> sorted = new TreeMap<>();
        members.forEach((key, value) -> sorted.put(key.toString(), value));
        out.writeStartObject();
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            out.writeFieldName(member.getKey());
            writeValue(member.getValue(), out);
        }
        out.writeEndObject();
    }

    private static void writeBytes(ByteBuffer bytes, JsonGenerator out) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.writeBinary(copy);
    }
}
