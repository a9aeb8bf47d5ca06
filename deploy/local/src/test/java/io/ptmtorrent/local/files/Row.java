package io.ptmtorrent.local.files;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of a file, or must say.
 *
 * @param sha256 of the stored bytes; null where there are none
 * @param reason why there are none; null where there are
 */
record Row(
        FileState state, @Nullable String sha256, @Nullable FileReason reason) {
    static Row stored(String sha256) {
        return new Row(FileState.STORED, sha256, null);
    }

    static Row lacking(FileState state, FileReason reason) {
        return new Row(state, null, reason);
    }
}
