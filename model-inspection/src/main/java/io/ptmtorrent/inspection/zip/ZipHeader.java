package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One header of an entry, of the directory or local (APPNOTE 4.3.7, 4.3.12); sizes with their ZIP64 values. */
record ZipHeader(
        String name, int flags, int method, long crc, long packed, long size, long offset, int unixMode, long length) {
    static final int DIRECTORY = 0x02014b50;
    static final int LOCAL = 0x04034b50;
    private static final int ENCRYPTED = 1;
    private static final int DESCRIPTOR = 8;
    private static final int PATCHED = 0x20;
    private static final int STRONG = 0x40;
    private static final int MASKED = 0x2000;

    boolean hasDescriptor() {
        return (flags & DESCRIPTOR) != 0;
    }

    /** Whether the flags make careful readers refuse it: encrypted, patched, masked. */
    boolean isClosed() {
        return (flags & (ENCRYPTED | PATCHED | STRONG | MASKED)) != 0;
    }

    /** The header at a position; null where there is none. */
    static @Nullable ZipHeader read(Bytes bytes, long at, int signature) throws IOException {
        boolean local = signature == LOCAL;
        int fixed = local ? 30 : 46;
        byte[] head = bytes.copy(at, fixed);
        if (head.length < fixed) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != signature) {
            return null;
        }
        int shift = local ? 0 : 2;
        int nameLength = in.getShort(26 + shift) & 0xffff;
        int extraLength = in.getShort(28 + shift) & 0xffff;
        int commentLength = local ? 0 : in.getShort(32) & 0xffff;
        byte[] tail = bytes.copy(at + fixed, nameLength + extraLength);
        if (tail.length < nameLength + extraLength) {
            return null;
        }
        long[] sizes = {
            in.getInt(22 + shift) & 0xffffffffL,
            in.getInt(18 + shift) & 0xffffffffL,
            local ? at : in.getInt(42) & 0xffffffffL
        };
        zip64(ByteBuffer.wrap(tail, nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN), sizes);
        boolean unix = !local && (in.getShort(4) >> 8 & 0xff) == 3;
        return new ZipHeader(
                name(tail, nameLength),
                in.getShort(6 + shift) & 0xffff,
                in.getShort(8 + shift) & 0xffff,
                in.getInt(14 + shift) & 0xffffffffL,
                sizes[1],
                sizes[0],
                sizes[2],
                unix ? in.getInt(38) >>> 16 : 0,
                (long) fixed + nameLength + extraLength + commentLength);
    }

    private static void zip64(ByteBuffer extra, long[] sizes) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            int end = extra.position() + length;
            if (id == 1) {
                for (int at = 0; at < sizes.length; at++) {
                    if (sizes[at] == 0xffffffffL && end - extra.position() >= 8) {
                        sizes[at] = extra.getLong();
                    }
                }
            }
            extra.position(end);
        }
    }

    private static String name(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
