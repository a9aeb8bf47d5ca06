package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;

/** Little-endian numbers at addresses of an HDF5 file, whose offsets and lengths have the widths that it says. */
final class Hdf5Reader {
    /** The address that means none, whatever its width. */
    static final long NONE = -1;

    private static final long READS = 4_000_000;

    private final Bytes bytes;
    private final long base;
    private final int offsetWidth;
    private final int lengthWidth;
    /** How often it may still be read from: structures that lead to each other end here. */
    private long reads;

    Hdf5Reader(Bytes bytes, long base, int offsetWidth, int lengthWidth) {
        this.bytes = bytes;
        this.base = base;
        this.offsetWidth = offsetWidth;
        this.lengthWidth = lengthWidth;
        this.reads = READS + bytes.size() / 16;
    }

    int offsetWidth() {
        return offsetWidth;
    }

    int lengthWidth() {
        return lengthWidth;
    }

    /** A cursor at an address; fails where that is outside of the file. */
    Cursor at(long address) throws Broken {
        if (address < 0 || address + base < 0 || address + base >= bytes.size()) {
            throw Broken.malformed(Math.max(0, address), "an address leads beyond the file");
        }
        return new Cursor(address + base);
    }

    /** Reads on from an address. */
    final class Cursor {
        private long at;

        private Cursor(long at) {
            this.at = at;
        }

        /** Absolute, from the file's first byte. */
        long position() {
            return at;
        }

        /** As an address of the file. */
        long address() {
            return at - base;
        }

        void skip(long count) throws Broken {
            if (count < 0 || at + count < 0) {
                throw Broken.malformed(at, "a length below zero");
            }
            at += count;
        }

        long number(int width) throws IOException {
            byte[] raw = take(width);
            long value = 0;
            boolean ones = width > 0;
            for (int index = width - 1; index >= 0; index--) {
                value = (value << 8) | (raw[index] & 0xff);
                ones &= raw[index] == -1;
            }
            return ones && width > 2 ? NONE : value;
        }

        int u8() throws IOException {
            return take(1)[0] & 0xff;
        }

        int u16() throws IOException {
            byte[] two = take(2);
            return (two[0] & 0xff) | ((two[1] & 0xff) << 8);
        }

        long u32() throws IOException {
            return number(4) & 0xffffffffL;
        }

        long offset() throws IOException {
            return number(offsetWidth);
        }

        long length() throws IOException {
            return number(lengthWidth);
        }

        byte[] take(int count) throws IOException {
            if (--reads < 0) {
                throw Broken.unscannable(at, "leads through more structures than a file of its size has");
            }
            byte[] taken = bytes.copy(at, count);
            if (taken.length < count) {
                throw Broken.malformed(at, "ends in the middle");
            }
            at += count;
            return taken;
        }

        boolean signature(String expected) throws IOException {
            return new String(take(4), java.nio.charset.StandardCharsets.ISO_8859_1).equals(expected);
        }
    }
}
