package io.ptmtorrent.samplehub;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The files of every model at every revision, made when they are asked for; the last tables are kept, since a model's
 * files are fetched together. Safe for all threads.
 */
final class FileLists {
    private static final int KEPT = 64;

    private final long seed;
    private final Names names;
    private final Map<Integer, Extras> extras;
    private final Map<FileKey, FileTable> tables = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FileKey, FileTable> eldest) {
            return size() > KEPT;
        }
    };

    /** @param extras files that some models have besides, by number */
    FileLists(long seed, Names names, Map<Integer, Extras> extras) {
        this.seed = seed;
        this.names = names;
        this.extras = Map.copyOf(extras);
    }

    /** In no order that means anything, always the same. */
    List<FileSpec> of(int index, int revision) {
        Profile profile = Profile.of(seed, names, index);
        return FileList.of(seed, profile, revision, extras.getOrDefault(index, Extras.NONE));
    }

    /** The same, to find a file by its path. */
    FileTable table(int index, int revision) {
        FileKey key = new FileKey(index, revision, 0);
        synchronized (tables) {
            FileTable known = tables.get(key);
            if (known != null) {
                return known;
            }
        }
        FileTable made = FileTable.of(of(index, revision));
        synchronized (tables) {
            tables.put(key, made);
        }
        return made;
    }

    /** Files with their places by path. */
    record FileTable(List<FileSpec> files, Map<String, Integer> places) {
        static FileTable of(List<FileSpec> files) {
            Map<String, Integer> places = new HashMap<>(files.size() * 2);
            IntStream.range(0, files.size())
                    .forEach(place -> places.putIfAbsent(files.get(place).path(), place));
            return new FileTable(files, places);
        }

        /** The place of the file in the list; -1 if there is none of this path. */
        int place(String path) {
            return places.getOrDefault(path, -1);
        }
    }
}
