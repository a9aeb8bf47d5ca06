package io.ptmtorrent.catalog.export;

import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * A compacted topic as a file: of each key the newest record, one line of JSON each, sorted by key.
 *
 * <p>A tombstone takes its key out. The file is written beside its place and renamed.
 *
 * @param topic what is read
 * @param file what is written; its folder exists
 * @param wanted which records are in it
 */
record JsonlFile<V extends SpecificRecord>(Topic<V> topic, Path file, Predicate<V> wanted) {
    /**
     * What was written.
     *
     * @param lines of the file
     * @param unreadable records that could not be read, and are not in it
     */
    record Written(long lines, long unreadable) {}

    /** @param sortBytes roughly how much is held in memory while sorting */
    Written write(KafkaSettings kafka, long sortBytes) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        try (SortedRows rows = new SortedRows(folder, sortBytes);
                TopicReader<V> reader = TopicReader.open(kafka, topic)) {
            reader.readToEnd(row -> put(row, rows));
            return new Written(writeFile(rows), reader.unreadable());
        } catch (UncheckedIOException e) {
            throw new IOException("could not sort in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void put(Row<V> row, SortedRows rows) {
        try {
            V value = row.value();
            if (value == null) {
                rows.put(row.key(), null);
            } else if (wanted.test(value)) {
                rows.put(row.key(), RecordJson.line(value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long writeFile(SortedRows rows) throws IOException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            long[] lines = new long[1];
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                rows.forEach((key, line) -> {
                    out.write(line);
                    out.write('\n');
                    lines[0]++;
                });
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return lines[0];
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
