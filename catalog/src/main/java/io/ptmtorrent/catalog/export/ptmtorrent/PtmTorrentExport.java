package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import io.ptmtorrent.catalog.snapshot.Snapshot;
import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
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

    private final Set<String> hubs;
    private final long sortBytes;

    /** @param hubs names of the hubs to write; empty for all */
    public PtmTorrentExport(Set<String> hubs) {
        this(hubs, SORT_BYTES);
    }

    PtmTorrentExport(Set<String> hubs, long sortBytes) {
        this.hubs = Set.copyOf(hubs);
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

    /** Writes all files, making the folder; throws IOException naming what could not be written. */
    public Result write(KafkaSettings kafka, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Snapshot models = new Snapshot(folder, hubs, null, sortBytes)) {
            models.read(kafka);
            return write(models, folder, models.unreadable());
        }
    }

    Result write(Snapshot rows, Path folder, long unreadable) throws IOException {
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

        void add(LiveModel model) throws IOException {
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
