package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import java.io.IOException;

/**
 * A fractal heap's objects (section III.G), read one behind the other from its blocks: they end where they say, and the
 * header counts them. Filtered, huge and tiny objects are not read, and said so.
 */
final class FractalHeap {
    private static final int OBJECTS = 200_000;
    private static final int LEVELS = 8;

    private final Hdf5Reader reader;
    private final long address;
    private long left;
    private int prefix;
    private int depth;

    /** Reads one object, and leaves the cursor behind it. */
    interface Each {
        void read(Hdf5Reader.Cursor in) throws IOException;
    }

    FractalHeap(Hdf5Reader reader, long address) {
        this.reader = reader;
        this.address = address;
    }

    void each(Each each) throws IOException {
        Hdf5Reader.Cursor in = reader.at(address);
        if (!in.signature("FRHP") || in.u8() != 0) {
            throw Broken.malformed(address, "no heap");
        }
        in.skip(2);
        int filters = in.u16();
        int flags = in.u8();
        in.skip(4);
        int length = reader.lengthWidth();
        in.skip(length + reader.offsetWidth());
        in.skip(length + reader.offsetWidth());
        in.skip(3L * length);
        left = in.length();
        in.skip(length);
        long huge = in.length();
        in.skip(length);
        long tiny = in.length();
        int width = in.u16();
        long start = in.length();
        long largest = in.length();
        int bits = in.u16();
        in.skip(2);
        long root = in.offset();
        int rows = in.u16();
        prefix = 5 + reader.offsetWidth() + (bits + 7) / 8 + ((flags & 2) != 0 ? 4 : 0);
        if (filters != 0 || huge != 0 || tiny != 0 || left > OBJECTS || left < 0) {
            throw Broken.unscannable(address, "a heap of filtered, huge or too many objects");
        }
        if (rows == 0) {
            block(root, start, each);
        } else {
            rows(root, rows, width, start, largest, bits, each);
        }
        if (left > 0) {
            throw Broken.unscannable(address, "a heap whose last " + left + " objects were not found");
        }
    }

    private void rows(long root, int rows, int width, long start, long largest, int bits, Each each)
            throws IOException {
        Hdf5Reader.Cursor in = reader.at(root);
        if (!in.signature("FHIB") || width > 1024) {
            throw Broken.malformed(root, "no block of blocks");
        }
        in.skip(1L + reader.offsetWidth() + (bits + 7) / 8);
        for (int row = 0; row < rows && left > 0; row++) {
            long size = row < 2 ? start : start << Math.min(40, row - 1);
            for (int column = 0; column < width && left > 0; column++) {
                long child = in.offset();
                if (size <= largest) {
                    block(child, size, each);
                } else if (child != Hdf5Reader.NONE) {
                    if (depth >= LEVELS) {
                        throw Broken.unscannable(root, "a heap of more than " + LEVELS + " levels");
                    }
                    depth++;
                    rows(child, log2(size) - log2(start * width) + 1, width, start, largest, bits, each);
                    depth--;
                }
            }
        }
    }

    private static int log2(long value) {
        return 63 - Long.numberOfLeadingZeros(Math.max(1, value));
    }

    private void block(long block, long size, Each each) throws IOException {
        if (block == Hdf5Reader.NONE) {
            return;
        }
        Hdf5Reader.Cursor in = reader.at(block);
        if (!in.signature("FHDB")) {
            throw Broken.malformed(block, "no block of objects");
        }
        long end = in.position() - 4 + size;
        in.skip(prefix - 4L);
        while (left > 0 && in.position() < end && isObject(in)) {
            each.read(in);
            left--;
        }
    }

    /** Free space is zeros, or what was there before: a version comes first in every object that we look for. */
    private boolean isObject(Hdf5Reader.Cursor in) throws IOException {
        int version = reader.at(in.address()).u8();
        return version >= 1 && version <= 3;
    }
}
