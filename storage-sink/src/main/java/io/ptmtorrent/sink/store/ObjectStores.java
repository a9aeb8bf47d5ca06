package io.ptmtorrent.sink.store;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the store that settings name: the front door of this package. */
public final class ObjectStores {
    private static final String DIRECTORY = "store.directory";
    private static final String ALL = "store.";

    private ObjectStores() {}

    /**
     * Opens the store of a service's settings.
     *
     * <pre>
     *   store.directory    folder of the objects
     *   store.s3.bucket    bucket of the objects; the other {@code store.s3.*} are {@link S3Config}'s
     * </pre>
     *
     * @param fallback folder where neither is said; null where one must be
     * @param largest bytes of the largest object that will be written
     * @throws IllegalArgumentException where both or none of them is said, or a setting makes no sense
     * @throws StoreException where the store is not to be had
     */
    public static ObjectStore open(Map<String, String> settings, @Nullable Path fallback, long largest)
            throws StoreException {
        S3Config bucket = bucket(settings);
        return bucket == null ? DirectoryStore.open(folder(settings, fallback)) : S3Store.open(bucket, largest);
    }

    /**
     * Where the objects stand, for people.
     *
     * @param fallback folder where nothing is said
     * @throws IllegalArgumentException as {@link #open}
     */
    public static String place(Map<String, String> settings, Path fallback) {
        S3Config bucket = bucket(settings);
        return bucket == null
                ? folder(settings, fallback).toString()
                : "s3://" + bucket.bucket() + "/" + bucket.prefix();
    }

    /** What is said of a bucket; null where a folder is meant. */
    private static @Nullable S3Config bucket(Map<String, String> settings) {
        boolean bucket = !settings.getOrDefault(S3Config.BUCKET, "").isBlank();
        String folder = settings.getOrDefault(DIRECTORY, "").strip();
        refuseUnknown(settings, bucket);
        if (bucket && !folder.isEmpty()) {
            throw new IllegalArgumentException(DIRECTORY + ": '" + folder + "', and " + S3Config.BUCKET + ": '"
                    + settings.get(S3Config.BUCKET) + "'; allowed is one of them");
        }
        return bucket ? S3Config.from(settings) : null;
    }

    private static Path folder(Map<String, String> settings, @Nullable Path fallback) {
        String folder = settings.getOrDefault(DIRECTORY, "").strip();
        if (!folder.isEmpty()) {
            return Path.of(folder);
        }
        if (fallback == null) {
            throw new IllegalArgumentException(DIRECTORY + ": empty, and so is " + S3Config.BUCKET
                    + "; give the folder of the objects, or their bucket");
        }
        return fallback;
    }

    private static void refuseUnknown(Map<String, String> settings, boolean bucket) {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String key = setting.getKey();
            boolean known = key.equals(DIRECTORY) || key.startsWith(S3Config.PREFIX) || !key.startsWith(ALL);
            if (!known) {
                throw new IllegalArgumentException(
                        key + ": unknown; allowed are " + DIRECTORY + " and " + S3Config.PREFIX + "*");
            }
            if (key.startsWith(S3Config.PREFIX) && !bucket) {
                throw new IllegalArgumentException(
                        key + ": '" + setting.getValue() + "' without a " + S3Config.BUCKET + "; give one");
            }
        }
    }
}
