package io.ptmtorrent.normalizer.packages;

import org.jspecify.annotations.Nullable;

/** Reads the rows of files out of what a store of packages logs. Pure. */
public final class FileLog {
    private FileLog() {}

    /** Takes what a row says of a file. */
    @FunctionalInterface
    public interface Reader {
        /**
         * One row.
         *
         * @param file tells this file from all others of all packages
         * @param modelKey whose it is
         * @param sha256 digest that it has, or is announced with; null where none is known, or it is no longer wanted
         */
        void file(String file, String modelKey, @Nullable String sha256);
    }

    /** Gives a row on, if it is a file's. */
    public static void read(String key, byte @Nullable [] row, Reader reader) {
        if (key.startsWith(PackageStore.FILE)) {
            String file = key.substring(PackageStore.FILE.length());
            String[] names = file.split("\0", 3);
            String known = row == null ? null : FileRow.read(row).sha256();
            String announced = row == null || !FileRow.read(row).mayHave() ? null : RequestKeys.sha256Of(names[1]);
            reader.file(file, names[0], known == null ? announced : known);
        }
    }
}
