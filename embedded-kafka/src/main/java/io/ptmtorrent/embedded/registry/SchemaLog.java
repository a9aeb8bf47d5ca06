package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of JSON lines that only grows, each line on the disk before {@link #append} returns.
 *
 * <p>A last line without its line feed is what a killed process left; it was never answered for, and is cut off. Any
 * other line that is no JSON object means that the file is damaged: it is refused. Not thread-safe.
 */
final class SchemaLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final List<JsonNode> lines;
    private long end;

    private SchemaLog(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        lock();
        byte[] bytes = Files.readAllBytes(file);
        end = wholeLines(bytes);
        lines = parse(bytes, (int) end);
        channel.truncate(end);
        channel.position(end);
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws IOException when it cannot be read, is damaged, or another registry has it open
     */
    static SchemaLog open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new SchemaLog(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What the file held when it was opened, oldest first. */
    List<JsonNode> lines() {
        return lines;
    }

    /** Adds a line; when this fails nothing of it stays. */
    void append(ObjectNode line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(JSON.writeValueAsBytes(line));
        bytes.write('\n');
        try {
            write(ByteBuffer.wrap(bytes.toByteArray()));
            channel.force(true);
            end += bytes.size();
        } catch (IOException e) {
            channel.truncate(end);
            channel.position(end);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void lock() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException(file + " is in use by another process");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(file + " is in use by another registry of this process", e);
        }
    }

    private static long wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private List<JsonNode> parse(byte[] bytes, int end) throws IOException {
        List<JsonNode> parsed = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                parsed.add(line(bytes, start, i - start, parsed.size() + 1));
                start = i + 1;
            }
        }
        return List.copyOf(parsed);
    }

    private JsonNode line(byte[] bytes, int start, int length, int number) throws IOException {
        try {
            return JSON.readTree(bytes, start, length);
        } catch (IOException e) {
            throw new IOException(file + " is damaged: line " + number + " is no JSON", e);
        }
    }
}
