package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The record that a zip ends with (APPNOTE 4.3.14 to 4.3.16).
 *
 * @param at where it begins
 * @param end where its comment ends
 * @param entries how many the directory has, by its word
 * @param directory where the directory begins, by its word
 * @param length bytes of the directory
 * @param directoryEnd where what follows the directory begins: this record, or ZIP64's
 * @param others more records of that kind outside the comment: readers disagree which one holds
 */
record ZipEnd(long at, long end, long entries, long directory, long length, long directoryEnd, int others) {
    private static final int SIGNATURE = 0x06054b50;
    private static final int FIXED = 22;
    private static final int LONGEST = FIXED + 0xffff;

    /** The last one of a file; null where there is none. */
    static @Nullable ZipEnd find(Bytes bytes) throws IOException {
        long from = Math.max(0, bytes.size() - LONGEST);
        byte[] tail = bytes.copy(from, LONGEST);
        ByteBuffer in = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        ZipEnd last = null;
        int others = 0;
        for (int at = tail.length - FIXED; at >= 0; at--) {
            if (tail[at] == 'P' && in.getInt(at) == SIGNATURE) {
                ZipEnd found = read(bytes, in, at, from);
                if (last == null) {
                    last = found;
                } else if (found.directory + found.length <= found.at && isDirectory(bytes, found)) {
                    others++;
                }
            }
        }
        return last == null
                ? null
                : new ZipEnd(last.at, last.end, last.entries, last.directory, last.length, last.directoryEnd, others);
    }

    private static boolean isDirectory(Bytes bytes, ZipEnd end) throws IOException {
        return end.length > 0 && ZipHeader.read(bytes, end.at - end.length, ZipHeader.DIRECTORY) != null;
    }

    private static ZipEnd read(Bytes bytes, ByteBuffer in, int at, long base) throws IOException {
        int comment = in.getShort(at + 20) & 0xffff;
        long entries = in.getShort(at + 10) & 0xffff;
        long length = in.getInt(at + 12) & 0xffffffffL;
        long directory = in.getInt(at + 16) & 0xffffffffL;
        long position = base + at;
        long directoryEnd = position;
        byte[] locator = bytes.copy(Math.max(0, position - 20), 20);
        ByteBuffer before = ByteBuffer.wrap(locator).order(ByteOrder.LITTLE_ENDIAN);
        if (position >= 20 && before.getInt(0) == 0x07064b50) {
            long record = before.getLong(8);
            byte[] zip64 = bytes.copy(Math.max(0, record), 56);
            ByteBuffer wide = ByteBuffer.wrap(zip64).order(ByteOrder.LITTLE_ENDIAN);
            if (record >= 0 && zip64.length == 56 && wide.getInt(0) == 0x06064b50) {
                entries = wide.getLong(32);
                length = wide.getLong(40);
                directory = wide.getLong(48);
                directoryEnd = record;
            }
        }
        long end = Math.min(bytes.size(), position + FIXED + comment);
        return new ZipEnd(position, end, entries, directory, length, directoryEnd, 0);
    }
}
