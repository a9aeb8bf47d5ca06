package io.ptmtorrent.catalog.export.ptmtorrent;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.catalog.export.SortedRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Joins models with their popularity in bounded memory, and gives them back sorted by model key.
 *
 * <p>Both are rows of one sort: of a key the popularity stands before the model, so that one pass joins them. For one
 * thread.
 */
final class PopularRows implements Closeable {
    private static final String METRICS = "\0m";
    private static final String MODEL = "\0n";

    /** Takes the models in order. */
    interface Sink {
        void accept(Popular model) throws IOException;
    }

    private final SortedRows rows;

    /**
     * @param folder where runs of the sort may lie; it exists
     * @param maxBytes roughly how much is held in memory
     */
    PopularRows(Path folder, long maxBytes) {
        rows = new SortedRows(folder, maxBytes);
    }

    /** The newest record of a model; null takes it out. */
    void putModel(String key, @Nullable Model model) throws IOException {
        rows.putBytes(key + MODEL, model == null ? null : bytes(model.toByteBuffer()));
    }

    /** The newest popularity of a model, whether the model is live or not. */
    void putMetrics(String key, ModelMetrics metrics) throws IOException {
        rows.putBytes(key + METRICS, bytes(metrics.toByteBuffer()));
    }

    /** Every live model once, in order; ends this object's use for putting. */
    void forEach(Sink sink) throws IOException {
        Join join = new Join(sink);
        rows.forEach(join::take);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static final class Join {
        private final Sink sink;
        private String key = "";
        private @Nullable ModelMetrics metrics;

        Join(Sink sink) {
            this.sink = sink;
        }

        void take(String row, byte[] value) throws IOException {
            String of = row.substring(0, row.length() - MODEL.length());
            if (row.endsWith(METRICS)) {
                key = of;
                metrics = ModelMetrics.fromByteBuffer(ByteBuffer.wrap(value));
            } else {
                sink.accept(new Popular(Model.fromByteBuffer(ByteBuffer.wrap(value)), of.equals(key) ? metrics : null));
            }
        }
    }
}
