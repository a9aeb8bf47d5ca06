package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A JSON file that is a list, one entry a line, written beside its place and renamed when it is whole. For one thread.
 *
 * <p>Closed without {@link #finish()}, nothing stays of it.
 */
final class JsonArrayFile implements Closeable {
    private final Path file;
    private final Path part;
    private final String tail;
    private final OutputStream out;
    private long entries;

    /**
     * @param head what stands before the list, for example <code>{"models":</code>; commonly nothing
     * @param tail what stands behind it
     */
    JsonArrayFile(Path file, String head, String tail) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        this.tail = tail;
        this.out = new BufferedOutputStream(Files.newOutputStream(part), 64 * 1024);
        write(head + "[");
    }

    /** Adds an entry; its index is how many there were before. */
    void add(JsonNode entry) throws IOException {
        write(entries++ == 0 ? "\n" : ",\n");
        write(entry.toString());
    }

    long entries() {
        return entries;
    }

    /** Ends the list, and puts the file in its place. */
    void finish() throws IOException {
        write("\n]" + tail + "\n");
        out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
