package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;

/** Padding. */
final class Zeros {
    private Zeros() {}

    static boolean only(Bytes bytes, long from, long to) throws IOException {
        byte[] chunk = new byte[8192];
        for (long at = from; at < to; ) {
            int read = bytes.read(at, chunk, 0, (int) Math.min(chunk.length, to - at));
            for (int index = 0; index < read; index++) {
                if (chunk[index] != 0) {
                    return false;
                }
            }
            if (read == 0) {
                return true;
            }
            at += read;
        }
        return true;
    }
}
