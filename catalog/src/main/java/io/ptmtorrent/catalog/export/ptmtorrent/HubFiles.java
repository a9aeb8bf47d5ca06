package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of one hub while they are written: its records in PTMTorrent's common schema, and beside them its metadata.
 *
 * <pre>
 * &lt;hub&gt;/json/&lt;hub&gt;.json              entry i points to entry i of the
 * &lt;hub&gt;/json/metadata/&lt;schema&gt;.json  first metadata file
 * </pre>
 *
 * For one thread. Closed without {@link #finish}, nothing stays of them.
 */
final class HubFiles implements Closeable {
    private final String hub;
    private final List<MetadataFile> kinds;
    private final List<JsonArrayFile> metadata = new ArrayList<>();
    private final JsonArrayFile records;
    private final String pointer;
    private final Account account = new Account();
    private @Nullable ObjectNode last;

    HubFiles(Path folder, String hub) throws IOException {
        this.hub = hub;
        kinds = HubMetadata.of(hub);
        Path json = folder.resolve(hub).resolve("json");
        Files.createDirectories(kinds.isEmpty() ? json : json.resolve("metadata"));
        records = new JsonArrayFile(folder.resolve(recordsPath()), "", "");
        // Of a hub without a schema of 2023 the record itself is all that there is to point to.
        pointer = kinds.isEmpty() ? recordsPath() : metadataPath(kinds.getFirst());
        for (MetadataFile kind : kinds) {
            metadata.add(new JsonArrayFile(folder.resolve(metadataPath(kind)), kind.head(), kind.tail()));
        }
    }

    String hub() {
        return hub;
    }

    private String recordsPath() {
        return hub + "/json/" + hub + ".json";
    }

    private String metadataPath(MetadataFile kind) {
        return hub + "/json/metadata/" + kind.name();
    }

    void add(LiveModel model) throws IOException {
        records.add(CommonRecord.of(model.model(), pointer, records.entries(), account));
        for (int i = 0; i < kinds.size(); i++) {
            ObjectNode entry = entry(kinds.get(i), model, metadata.get(i).entries());
            if (entry != null) {
                metadata.get(i).add(entry);
            }
        }
    }

    private @Nullable ObjectNode entry(MetadataFile kind, LiveModel model, long index) {
        boolean again = kind.distinct() && Objects.equals(kind.entries().of(model, index - 1, new Account()), last);
        ObjectNode entry = again ? null : kind.entries().of(model, index, account);
        last = kind.distinct() && entry != null ? entry : last;
        return entry;
    }

    /** Puts all files in their places, and tells of them in the export's manifest. */
    long finish(ObjectNode manifest) throws IOException {
        ObjectNode told = manifest.putObject(hub);
        told.put("models", records.entries());
        ObjectNode files = told.putObject("entries");
        records.finish();
        files.put(recordsPath(), records.entries());
        for (int i = 0; i < kinds.size(); i++) {
            metadata.get(i).finish();
            files.put(metadataPath(kinds.get(i)), metadata.get(i).entries());
        }
        account.writeTo(told);
        return records.entries();
    }

    @Override
    public void close() throws IOException {
        records.close();
        for (JsonArrayFile file : metadata) {
            file.close();
        }
    }
}
