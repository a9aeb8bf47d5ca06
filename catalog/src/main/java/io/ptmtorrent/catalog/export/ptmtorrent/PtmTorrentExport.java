package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes every live model in the shape of PTMTorrent's data set (MSR'23): for each hub {@code <hub>/json/<hub>.json}, a
 * list of records of the common schema, and {@code <hub>/json/metadata/}, lists of the hub's own.
 *
 * <p>It reads the topics as far as they went when the export began. Entries are sorted by model key, popularity is the
 * newest of {@code ptm.model-metrics}. Two exports of the same topics give the same bytes; a file appears whole or not at
 * all. Memory is bounded; runs of the sort lie in the target folder. What the schemas could not hold is counted in {@value
 * #MANIFEST}. Source of the schemas: PTMTorrent, ptm_torrent/utils/schemas, 2023.
 */
public final class PtmTorrentExport {
    /** What was written of each hub, and what could not be. */
    public static final String MANIFEST = "export.json";

    private static final long SORT_BYTES = 64L * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final Predicate<String> hubs;
    private final long sortBytes;

    /** @param hubs names of the hubs to write; empty for all */
    public PtmTorrentExport(Set<String> hubs) {
        this(hubs, SORT_BYTES);
    }

    PtmTorrentExport(Set<String> hubs, long sortBytes) {
        Set<String> wanted = Set.copyOf(hubs);
        this.hubs = hub -> wanted.isEmpty() || wanted.contains(hub);
        this.sortBytes = sortBytes;
    }

    /**
     * What an export wrote.
     *
     * @param folder where {@value #MANIFEST} and a folder for each hub are
     * @param models entries of all hubs
     * @param unreadable records of the topics that could not be read, and are not in it
     */
    public record Result(Path folder, long models, long unreadable) {}

    /** Takes rows of a topic. */
    private interface Sink<V> {
        void accept(Row<V> row) throws IOException;
    }

    /** Writes all files, making the folder; throws IOException naming what could not be written. */
    public Result write(KafkaSettings kafka, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (PopularRows rows = new PopularRows(folder, sortBytes)) {
            long unreadable = read(kafka, kafka.topics().modelMetrics(), row -> putMetrics(row, rows))
                    + read(kafka, kafka.topics().models(), row -> putModel(row, rows));
            return write(rows, folder, unreadable);
        }
    }

    private static <V extends SpecificRecord> long read(KafkaSettings kafka, Topic<V> topic, Sink<V> sink)
            throws IOException {
        try (TopicReader<V> reader = TopicReader.open(kafka, topic)) {
            reader.readToEnd(row -> accept(row, sink));
            return reader.unreadable();
        } catch (UncheckedIOException e) {
            throw new IOException("could not sort " + topic.name() + ": " + e.getMessage(), e);
        }
    }

    private static <V> void accept(Row<V> row, Sink<V> sink) {
        try {
            sink.accept(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putModel(Row<Model> row, PopularRows rows) throws IOException {
        Model model = row.value();
        if (model == null || hubs.test(model.getHub())) {
            rows.putModel(row.key(), model);
        }
    }

    private void putMetrics(Row<ModelMetrics> row, PopularRows rows) throws IOException {
        ModelMetrics metrics = row.value();
        if (metrics != null && hubs.test(metrics.getHub())) {
            rows.putMetrics(row.key(), metrics);
        }
    }

    Result write(PopularRows rows, Path folder, long unreadable) throws IOException {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("format", "ptmtorrent").put("unreadable", unreadable);
        try (Hubs open = new Hubs(folder, manifest.putObject("hubs"))) {
            rows.forEach(open::add);
            long models = open.finish();
            writeManifest(folder, manifest);
            return new Result(folder, models, unreadable);
        }
    }

    private static void writeManifest(Path folder, ObjectNode manifest) throws IOException {
        Path part = folder.resolve("." + MANIFEST + ".part");
        Files.writeString(part, manifest.toPrettyString().replace("\r\n", "\n") + "\n");
        Files.move(part, folder.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Opens the files of one hub after the other: models are sorted by key, which begins with the hub. */
    private static final class Hubs implements AutoCloseable {
        private final Path folder;
        private final ObjectNode manifest;
        private @Nullable HubFiles open;
        private long models;

        Hubs(Path folder, ObjectNode manifest) {
            this.folder = folder;
            this.manifest = manifest;
        }

        void add(Popular model) throws IOException {
            HubFiles files = open;
            if (files == null || !files.hub().equals(model.model().getHub())) {
                finish();
                files = new HubFiles(folder, model.model().getHub());
                open = files;
            }
            files.add(model);
        }

        long finish() throws IOException {
            if (open != null) {
                models += open.finish(manifest);
                open = null;
            }
            return models;
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
            }
        }
    }
}
