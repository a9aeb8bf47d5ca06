package io.ptmtorrent.catalog.export;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * Writes every live Model as one line of JSON, sorted by model key: {@code models.jsonl}.
 *
 * <p>It reads {@code models} as far as it went when the export began; of each key the newest record counts, and a
 * tombstone takes the model out. Members are the Avro field names, see {@link RecordJson}. The file appears whole or
 * not at all: it is written beside its place and renamed. Two exports of the same topic give the same bytes. Memory
 * is bounded; runs of the sort lie in the target folder and need about the size of the result.
 */
public final class JsonlExport {
    /** The file in the target folder. */
    public static final String FILE = "models.jsonl";

    private static final long SORT_BYTES = 64L * 1024 * 1024;

    private final Set<String> hubs;
    private final long sortBytes;

    /** @param hubs names of the hubs to write; empty for all */
    public JsonlExport(Set<String> hubs) {
        this(hubs, SORT_BYTES);
    }

    JsonlExport(Set<String> hubs, long sortBytes) {
        this.hubs = Set.copyOf(hubs);
        this.sortBytes = sortBytes;
    }

    /**
     * What an export wrote.
     *
     * @param file the file
     * @param models its lines
     * @param unreadable records of the topic that could not be read, and are not in it
     */
    public record Result(Path file, long models, long unreadable) {}

    /** Writes {@code folder/models.jsonl}, making the folder; throws IOException naming what could not be written. */
    public Result write(KafkaSettings kafka, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (SortedRows rows = new SortedRows(folder, sortBytes);
                TopicReader<Model> reader =
                        TopicReader.open(kafka, kafka.topics().models())) {
            reader.readToEnd(row -> put(row, rows));
            return new Result(folder.resolve(FILE), writeFile(rows, folder), reader.unreadable());
        } catch (UncheckedIOException e) {
            throw new IOException("could not sort in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void put(Row<Model> row, SortedRows rows) {
        try {
            Model model = row.value();
            if (model == null) {
                rows.put(row.key(), null);
            } else if (hubs.isEmpty() || hubs.contains(model.getHub())) {
                rows.put(row.key(), RecordJson.line(model));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long writeFile(SortedRows rows, Path folder) throws IOException {
        Path part = folder.resolve("." + FILE + "." + ProcessHandle.current().pid() + ".part");
        try {
            long[] lines = new long[1];
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                rows.forEach((key, line) -> {
                    out.write(line);
                    out.write('\n');
                    lines[0]++;
                });
            }
            Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return lines[0];
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
