package io.ptmtorrent.normalizer.wire;

import io.ptmtorrent.avro.ModelUpdate;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Writes model updates around a model that is encoded already.
 *
 * <p>{@code model} is the record's last field, a union of null and Model: null is the single byte 0, a model is the
 * byte 2 and the model's own bytes. So the record is written with null, and its end replaced. Keeps its buffer: one a
 * thread.
 */
public final class UpdateWriter {
    private static final byte SECOND_BRANCH = 2;

    private final RecordWriter<ModelUpdate> writer;

    public UpdateWriter(int schemaId) {
        List<Schema.Field> fields = ModelUpdate.getClassSchema().getFields();
        if (!fields.getLast().name().equals("model")) {
            throw new IllegalStateException("ModelUpdate: fields after model must be written after its bytes");
        }
        writer = new RecordWriter<>(ModelUpdate.class, schemaId);
    }

    /** The framed update as it is, without a model. */
    public byte[] write(ModelUpdate withoutModel) {
        return writer.write(withoutModel);
    }

    /**
     * The framed update with the model.
     *
     * @param withoutModel its {@code model} is null
     * @param framedModel the model as its own topic holds it
     */
    public byte[] write(ModelUpdate withoutModel, byte[] framedModel) {
        byte[] start = writer.write(withoutModel);
        int payload = framedModel.length - Framing.HEADER;
        byte[] whole = Arrays.copyOf(start, start.length + payload);
        whole[start.length - 1] = SECOND_BRANCH;
        System.arraycopy(framedModel, Framing.HEADER, whole, start.length, payload);
        return whole;
    }
}
