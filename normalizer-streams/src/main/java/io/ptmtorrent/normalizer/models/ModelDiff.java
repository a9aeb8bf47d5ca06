package io.ptmtorrent.normalizer.models;

import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Which fields of two Models differ. */
final class ModelDiff {
    private static final String HUGGING_FACE = "huggingFace";
    private static final HuggingFaceModel NOTHING =
            HuggingFaceModel.newBuilder().build();

    private ModelDiff() {}

    /** Names in schema order; a field of the hub's own part as {@code huggingFace.<field>}. */
    static List<String> of(Model before, Model after) {
        List<String> fields = new ArrayList<>();
        add("", before, after, fields);
        return fields;
    }

    private static void add(String prefix, SpecificRecord before, SpecificRecord after, List<String> fields) {
        for (Schema.Field field : after.getSchema().getFields()) {
            Object was = before.get(field.pos());
            Object is = after.get(field.pos());
            if (field.name().equals(HUGGING_FACE)) {
                add(HUGGING_FACE + ".", own(was), own(is), fields);
            } else if (!Objects.equals(was, is)) {
                fields.add(prefix + field.name());
            }
        }
    }

    private static HuggingFaceModel own(@Nullable Object part) {
        return part instanceof HuggingFaceModel given ? given : NOTHING;
    }
}
