package io.ptmtorrent.catalog.export;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest line of every key and gives them back sorted by key, in bounded memory.
 *
 * <pre>
 * put -> sorted map, until it is full -> a sorted run on disk
 * forEach: merge of the runs; of one key the newest run wins, a removed key is left out
 * </pre>
 *
 * Keys sort by their UTF-16 code units. For one thread.
 */
public final class SortedRows implements Closeable {
    /** What a map entry costs beside its text. */
    private static final int ENTRY_OVERHEAD = 128;

    private static final int REMOVED = -1;
    private static final int BUFFER = 64 * 1024;

    /** Takes the rows in order. */
    public interface Sink {
        void accept(String key, byte[] line) throws IOException;
    }

    private final Path folder;
    private final long maxBytes;
    private final List<Path> runs = new ArrayList<>();
    private TreeMap<String, byte @Nullable []> newest = new TreeMap<>();
    private long bytes;

    /**
     * @param folder where runs may lie; it exists
     * @param maxBytes roughly how much is held in memory before a run is written
     */
    public SortedRows(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** The newest line of {@code key}; null removes it. */
    void put(String key, @Nullable String line) throws IOException {
        putBytes(key, line == null ? null : line.getBytes(StandardCharsets.UTF_8));
    }

    /** The newest row of {@code key}, which is not copied; null removes it. */
    public void putBytes(String key, byte @Nullable [] row) throws IOException {
        newest.put(key, row);
        bytes += ENTRY_OVERHEAD + 2L * key.length() + (row == null ? 0 : row.length);
        if (bytes >= maxBytes) {
            spill();
        }
    }

    /** Every key that was not removed, once, in order; ends this object's use for {@link #put}. */
    public void forEach(Sink sink) throws IOException {
        spill();
        PriorityQueue<Run> heads = new PriorityQueue<>(Comparator.comparing(Run::key)
                .thenComparing(Comparator.comparingInt(Run::number).reversed()));
        List<Run> open = new ArrayList<>();
        try {
            for (int number = 0; number < runs.size(); number++) {
                Run run = new Run(number, runs.get(number));
                open.add(run);
                advance(run, heads);
            }
            merge(heads, sink);
        } finally {
            for (Run run : open) {
                run.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
    }

    private static void merge(PriorityQueue<Run> heads, Sink sink) throws IOException {
        String last = null;
        for (Run head = heads.poll(); head != null; head = heads.poll()) {
            boolean superseded = head.key().equals(last);
            last = head.key();
            byte[] line = head.line();
            if (!superseded && line != null) {
                sink.accept(last, line);
            }
            advance(head, heads);
        }
    }

    private static void advance(Run run, PriorityQueue<Run> heads) throws IOException {
        if (run.next()) {
            heads.add(run);
        }
    }

    private void spill() throws IOException {
        if (newest.isEmpty()) {
            return;
        }
        Path run = Files.createTempFile(folder, ".run-", ".tmp");
        runs.add(run);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), BUFFER))) {
            for (Map.Entry<String, byte @Nullable []> row : newest.entrySet()) {
                write(row.getKey().getBytes(StandardCharsets.UTF_8), out);
                write(row.getValue(), out);
            }
        }
        newest = new TreeMap<>();
        bytes = 0;
    }

    private static void write(byte @Nullable [] text, DataOutputStream out) throws IOException {
        out.writeInt(text == null ? REMOVED : text.length);
        if (text != null) {
            out.write(text);
        }
    }

    /** A sorted run, read row by row. */
    private static final class Run implements Closeable {
        private final int number;
        private final Path path;
        private final DataInputStream in;
        private String key = "";
        private byte @Nullable [] line;

        Run(int number, Path path) throws IOException {
            this.number = number;
            this.path = path;
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER));
        }

        int number() {
            return number;
        }

        String key() {
            return key;
        }

        byte @Nullable [] line() {
            return line;
        }

        boolean next() throws IOException {
            byte[] text = in.available() == 0 ? null : read();
            if (text == null) {
                return false;
            }
            key = new String(text, StandardCharsets.UTF_8);
            line = read();
            return true;
        }

        private byte @Nullable [] read() throws IOException {
            int length = in.readInt();
            if (length == REMOVED) {
                return null;
            }
            byte[] text = in.readNBytes(length);
            if (text.length < length) {
                throw new IOException(path + " ended early: was it changed while the export ran?");
            }
            return text;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
