package io.ptmtorrent.normalizer.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows of packages and of their files.
 *
 * <pre>
 * o/&lt;model key&gt;                                    {@link PackageRow}
 * c/&lt;model key&gt;                                    the last complete package as its topic has it
 * h/&lt;model key&gt;                                    {@link History} of its repository, where it was wanted
 * f/&lt;model key&gt; NUL &lt;request key&gt; NUL &lt;path&gt;       {@link FileRow}: one content may stand at several paths
 * </pre>
 *
 * No model key and no request key holds a NUL. For the task's thread.
 */
final class PackageStore {
    private static final String PACKAGE = "o/";
    private static final String COMPLETE = "c/";
    static final String FILE = "f/";
    private static final String FILE_END = "f0";
    private static final String HISTORY = "h/";

    private final KeyValueStore<String, byte[]> store;

    PackageStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** A wanted file. */
    record File(String requestKey, String path, FileRow row) {}

    @Nullable
    PackageRow get(String key) {
        byte[] row = store.get(PACKAGE + key);
        return row == null ? null : PackageRow.read(row);
    }

    void put(String key, @Nullable PackageRow row) {
        if (row == null) {
            store.delete(PACKAGE + key);
        } else {
            store.put(PACKAGE + key, row.write());
        }
    }

    byte @Nullable [] complete(String key) {
        return store.get(COMPLETE + key);
    }

    void putComplete(String key, byte @Nullable [] framed) {
        if (framed == null) {
            store.delete(COMPLETE + key);
        } else {
            store.put(COMPLETE + key, framed);
        }
    }

    History history(String key) {
        return History.read(store.get(HISTORY + key));
    }

    void putHistory(String key, History history) {
        store.put(HISTORY + key, history.write());
    }

    void deleteHistory(String key) {
        store.delete(HISTORY + key);
    }

    void putFile(String key, File file) {
        store.put(fileKey(key, file), file.row().write());
    }

    void deleteFile(String key, File file) {
        store.delete(fileKey(key, file));
    }

    /** All files of a package, by request key, then path. */
    List<File> files(String key) {
        return files(key, FILE + key + '\0', FILE + key + '\1');
    }

    /** Those of one content, by path. */
    List<File> files(String key, String requestKey) {
        String prefix = FILE + key + '\0' + requestKey;
        return files(key, prefix + '\0', prefix + '\1');
    }

    /** A file and whose it is. */
    record Owned(String model, File file) {}

    /**
     * Some files of any packages.
     *
     * @param cursor where the next piece begins; null behind the last
     */
    record Piece(List<Owned> files, @Nullable String cursor) {}

    /** Those of the next {@code most} files that have one of these digests. */
    Piece files(@Nullable String cursor, int most, Set<String> digests) {
        List<Owned> found = new ArrayList<>();
        int left = most;
        try (KeyValueIterator<String, byte[]> rows = store.range(cursor == null ? FILE : cursor, FILE_END)) {
            while (rows.hasNext()) {
                KeyValue<String, byte[]> row = rows.next();
                if (left-- == 0) {
                    return new Piece(found, row.key);
                }
                FileRow file = FileRow.read(row.value);
                if (file.sha256() != null && digests.contains(file.sha256())) {
                    String[] names = row.key.substring(FILE.length()).split("\0", 3);
                    found.add(new Owned(names[0], new File(names[1], names[2], file)));
                }
            }
        }
        return new Piece(found, null);
    }

    private List<File> files(String key, String from, String to) {
        List<File> files = new ArrayList<>();
        int start = FILE.length() + key.length() + 1;
        try (KeyValueIterator<String, byte[]> rows = store.range(from, to)) {
            while (rows.hasNext()) {
                KeyValue<String, byte[]> row = rows.next();
                int end = row.key.indexOf('\0', start);
                files.add(new File(row.key.substring(start, end), row.key.substring(end + 1), FileRow.read(row.value)));
            }
        }
        return files;
    }

    private static String fileKey(String key, File file) {
        return FILE + key + '\0' + file.requestKey() + '\0' + file.path();
    }
}
