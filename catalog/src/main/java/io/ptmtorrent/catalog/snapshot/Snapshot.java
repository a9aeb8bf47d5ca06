package io.ptmtorrent.catalog.snapshot;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.export.SortedRows;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The live models as the topics hold them at stated offsets, each with its popularity and its package, sorted by key.
 *
 * <p>Reading and counting take memory that does not grow with the number of models; runs of the sort lie in a folder.
 * What is counted over it is counted from scratch: no figure depends on what was counted before. For one thread.
 */
public final class Snapshot implements Closeable {
    private static final long SORT_BYTES = 64L * 1024 * 1024;

    /** Rows of one model stand together, the model last. */
    private static final String METRICS = "\0a";

    private static final String PACKAGE = "\0b";
    private static final String MODEL = "\0c";

    /** Takes the models in order. */
    @FunctionalInterface
    public interface Sink {
        void accept(LiveModel model) throws IOException;
    }

    private final Set<String> hubs;
    private final @Nullable Instant at;
    private final SortedRows rows;
    private final TreeMap<String, Long> offsets = new TreeMap<>();
    private long unreadable;

    /**
     * @param folder where runs of the sort may lie
     * @param hubs names of the hubs to look at; empty for all
     * @param at popularity is that of this time; null for the newest
     */
    public Snapshot(Path folder, Set<String> hubs, @Nullable Instant at) {
        this(folder, hubs, at, SORT_BYTES);
    }

    /** @param sortBytes roughly how much is held in memory */
    public Snapshot(Path folder, Set<String> hubs, @Nullable Instant at, long sortBytes) {
        this.hubs = Set.copyOf(hubs);
        this.at = at;
        rows = new SortedRows(folder, sortBytes);
    }

    /** Reads models and popularity as far as they go now. */
    public void read(KafkaSettings kafka) throws IOException {
        read(kafka, kafka.topics().modelMetrics(), row -> {
            ModelMetrics metrics = row.value();
            if (metrics != null && (at == null || !metrics.getAt().isAfter(at))) {
                put(row.key(), METRICS, metrics.getHub(), metrics);
            }
        });
        read(kafka, kafka.topics().models(), row -> {
            Model model = row.value();
            put(row.key(), MODEL, model == null ? null : model.getHub(), model);
        });
    }

    /** Reads what is stored of the models, too. */
    public void readPackages(KafkaSettings kafka) throws IOException {
        read(kafka, kafka.topics().packages(), row -> {
            Package stored = row.value();
            put(row.key(), PACKAGE, stored == null ? null : stored.getHub(), stored);
        });
    }

    /** Adds a model, or takes it out where {@code model} is null: a newer word replaces an older one. */
    public void putModel(String key, @Nullable Model model) {
        put(key, MODEL, model == null ? null : model.getHub(), model);
    }

    /** The newest popularity of a model, whether the model is live or not. */
    public void putMetrics(String key, ModelMetrics metrics) {
        put(key, METRICS, metrics.getHub(), metrics);
    }

    /** How far each partition of the topics was read: {@code topic/partition} to the offset behind. */
    public SortedMap<String, Long> offsets() {
        return offsets;
    }

    /** Records that are no such record, and not in it. */
    public long unreadable() {
        return unreadable;
    }

    /** Gives every live model once; ends this object's use for reading. */
    public void forEach(Sink sink) throws IOException {
        Join join = new Join(sink);
        rows.forEach(join::take);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private <V extends SpecificRecord> void read(KafkaSettings kafka, Topic<V> topic, Consumer<Row<V>> sink)
            throws IOException {
        try (TopicReader<V> reader = TopicReader.open(kafka, topic)) {
            var ends = reader.ends();
            ends.forEach((partition, end) -> offsets.put(partition.topic() + "/" + partition.partition(), end));
            reader.readTo(ends, row -> {
                // What was committed since is of another snapshot.
                if (row.offset() < offsets.getOrDefault(topic.name() + "/" + row.partition(), 0L)) {
                    sink.accept(row);
                }
            });
            unreadable += reader.unreadable();
        } catch (UncheckedIOException e) {
            throw new IOException("could not sort " + topic.name() + ": " + e.getMessage(), e);
        }
    }

    private void put(String key, String kind, @Nullable String hub, @Nullable SpecificRecord value) {
        if (hub != null && !hubs.isEmpty() && !hubs.contains(hub)) {
            return;
        }
        try {
            rows.putBytes(key + kind, value == null ? null : bytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(SpecificRecord record) throws IOException {
        ByteBuffer buffer = switch (record) {
            case Model model -> model.toByteBuffer();
            case ModelMetrics metrics -> metrics.toByteBuffer();
            case Package stored -> stored.toByteBuffer();
            default ->
                throw new IllegalArgumentException(
                        "no row of a snapshot: " + record.getSchema().getName());
        };
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static final class Join {
        private final Sink sink;
        private String key = "";
        private @Nullable ModelMetrics metrics;
        private @Nullable Package stored;

        Join(Sink sink) {
            this.sink = sink;
        }

        void take(String row, byte[] value) throws IOException {
            String of = row.substring(0, row.length() - MODEL.length());
            if (!of.equals(key)) {
                key = of;
                metrics = null;
                stored = null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(value);
            if (row.endsWith(METRICS)) {
                metrics = ModelMetrics.fromByteBuffer(bytes);
            } else if (row.endsWith(PACKAGE)) {
                stored = Package.fromByteBuffer(bytes);
            } else {
                sink.accept(new LiveModel(Model.fromByteBuffer(bytes), metrics, stored));
            }
        }
    }
}
