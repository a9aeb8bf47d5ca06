package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The superblock (HDF5 File Format Specification 3.0, section II.A, versions 0 to 3), and from its root group on every object
 * that can be reached.
 */
public final class Hdf5File {
    private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** A block of the user's may stand before it, of a power of two. */
    private static final int LAST_START = 1 << 20;

    private Hdf5File() {}

    /** Whether the magic stands at the start, or behind a user's block. */
    public static boolean matches(Bytes bytes) throws IOException {
        return start(bytes) != null;
    }

    private static @Nullable Long start(Bytes bytes) throws IOException {
        for (long at = 0; at < Math.min(bytes.size(), LAST_START); at = at == 0 ? 512 : at * 2) {
            if (java.util.Arrays.equals(bytes.copy(at, 8), MAGIC)) {
                return at;
            }
        }
        return null;
    }

    /** Reads all of it. Gives hdf5-keras where Keras's settings are in it. */
    public static String read(Bytes bytes, Scope scope) throws IOException {
        long start = java.util.Objects.requireNonNull(start(bytes));
        if (start > 0) {
            scope.find(Rule.TRAILING_BYTES, 0, start + " bytes before the file's own start");
        }
        byte[] head = bytes.copy(start, 96);
        ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int version = head.length > 8 ? head[8] : -1;
        if (head.length < 48 || version < 0 || version > 3) {
            throw Broken.malformed(start + 8, "version " + version + " of the superblock");
        }
        int offsets = version < 2 ? head[13] : head[9];
        int lengths = version < 2 ? head[14] : head[10];
        if ((offsets != 4 && offsets != 8) || (lengths != 4 && lengths != 8)) {
            throw Broken.unscannable(start + 9, "addresses of " + offsets + " and lengths of " + lengths + " bytes");
        }
        int at = version < 2 ? 24 + (version == 1 ? 4 : 0) : 12;
        long end = value(in, at + 2 * offsets, offsets);
        // In the old ones the root is an entry of a symbol table: a name's place, then the header's address.
        int root = version < 2 ? at + 5 * offsets : at + 3 * offsets;
        Hdf5Reader reader = new Hdf5Reader(bytes, start, offsets, lengths);
        extent(bytes.size() - start, end, start, scope);
        return new Hdf5Objects(reader, scope).walk(value(in, root, offsets));
    }

    private static long value(ByteBuffer in, int at, int width) throws Broken {
        if (at + width > in.limit()) {
            throw Broken.malformed(at, "the superblock is cut");
        }
        return width == 8 ? in.getLong(at) : in.getInt(at) & 0xffffffffL;
    }

    private static void extent(long size, long end, long start, Scope scope) {
        if (end < 0 || end > size) {
            scope.broken(Broken.malformed(start + size, "ends at " + size + ", not at " + end + " as it says"));
        } else if (end < size) {
            scope.find(Rule.TRAILING_BYTES, start + end, size - end + " bytes after the file's own end");
        }
    }
}
