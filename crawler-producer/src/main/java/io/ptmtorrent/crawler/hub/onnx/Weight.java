package io.ptmtorrent.crawler.hub.onnx;

import io.ptmtorrent.crawler.git.LfsPointer;
import io.ptmtorrent.crawler.git.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A weight file of the zoo, known by its LFS pointer, or plain in the repository.
 *
 * @param path in the repository
 * @param size of the file in bytes
 * @param sha256 of the file, 64 hex digits; null where it is plain
 * @param gitSha1 blob id of the file, 40 hex digits; null where it is in LFS
 */
record Weight(
        String path,
        long size,
        @Nullable String sha256,
        @Nullable String gitSha1) {
    static final String MODEL = ".onnx";

    private static final List<String> ENDINGS = List.of(MODEL, ".tar.gz", ".zip");

    static boolean isOne(String path) {
        return ENDINGS.stream().anyMatch(path::endsWith);
    }

    static Weight of(Snapshot.Entry entry) {
        LfsPointer pointer = entry.lfs();
        return pointer == null
                ? new Weight(entry.path(), entry.size(), null, entry.gitSha1())
                : new Weight(entry.path(), pointer.size(), pointer.sha256(), null);
    }

    /** The path without its ending: a model and its packed form have the same. */
    String stem() {
        String ending = ENDINGS.stream().filter(path::endsWith).findFirst().orElseThrow(IllegalStateException::new);
        return path.substring(0, path.length() - ending.length());
    }

    boolean isModel() {
        return path.endsWith(MODEL);
    }

    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
