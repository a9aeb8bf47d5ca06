package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import java.io.IOException;

/** A dataspace message (section IV.A.2.b): how many elements. */
final class Hdf5Space {
    private static final int RANK = 32;

    private Hdf5Space() {}

    static long elements(Hdf5Reader.Cursor in) throws IOException {
        int version = in.u8();
        int rank = in.u8();
        in.u8();
        int type = in.u8();
        if (version == 1) {
            in.skip(4);
        } else if (version != 2) {
            throw Broken.malformed(in.position(), "version " + version + " of a dataspace");
        }
        if (rank > RANK) {
            throw Broken.malformed(in.position(), rank + " dimensions");
        }
        if (version == 2 && type == 2) {
            return 0;
        }
        long elements = 1;
        for (int dimension = 0; dimension < rank; dimension++) {
            long size = in.length();
            if (size < 0 || Math.multiplyHigh(elements, size) != 0 || elements * size < 0) {
                throw Broken.malformed(in.position(), "more elements than any file has");
            }
            elements *= size;
        }
        return elements;
    }
}
