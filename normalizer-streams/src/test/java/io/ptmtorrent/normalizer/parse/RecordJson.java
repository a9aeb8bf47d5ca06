package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** An Avro record as plain JSON, without the fields that hold their default. */
final class RecordJson {
    private RecordJson() {}

    static ObjectNode of(IndexedRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (!isDefault(field, value)) {
                json.set(field.name(), value(value));
            }
        }
        return json;
    }

    private static boolean isDefault(Schema.Field field, @Nullable Object value) {
        return field.hasDefaultValue()
                && Objects.toString(SpecificData.get().getDefaultValue(field)).equals(Objects.toString(value));
    }

    private static JsonNode value(@Nullable Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case null -> json.nullNode();
            case IndexedRecord record -> of(record);
            case Collection<?> list -> {
                var array = json.arrayNode();
                list.forEach(element -> array.add(value(element)));
                yield array;
            }
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case Double number -> json.numberNode(number);
            case Boolean flag -> json.booleanNode(flag);
            default -> json.textNode(value.toString());
        };
    }
}
