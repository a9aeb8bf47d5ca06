package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Holds one entry's header of the directory against its local header and against its bytes. */
final class EntryReader {
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int DESCRIPTOR = 0x08074b50;

    private final Bytes bytes;
    private final Scope scope;
    private final byte[] chunk = new byte[1 << 16];

    /**
     * @param end where the next entry may begin
     * @param member null where it cannot be read
     */
    record Read(@Nullable ZipMember member, long end) {}

    private record Unpacked(long size, long crc) {}

    EntryReader(Bytes bytes, Scope scope) {
        this.bytes = bytes;
        this.scope = scope;
    }

    /**
     * Gives null where there is no local header: nothing of it can be read.
     */
    @Nullable
    Read read(ZipHeader header, long offset) throws IOException {
        ZipHeader local = ZipHeader.read(bytes, offset, ZipHeader.LOCAL);
        if (local == null) {
            scope.find(Rule.ZIP_ENTRY_BROKEN, offset, "'" + header.name() + "' has no local header there");
            return null;
        }
        compare(header, local, offset);
        long start = offset + local.length();
        long packed = header.packed();
        if (packed < 0 || start + packed > bytes.size() || start + packed < 0) {
            scope.find(Rule.ZIP_ENTRY_BROKEN, offset, "'" + header.name() + "' reaches beyond the file");
            return new Read(null, bytes.size());
        }
        Bytes content = bytes.slice(start, packed);
        long end = start + packed;
        end += local.hasDescriptor() ? descriptor(end, header) : 0;
        return new Read(member(header, local, offset, content), end);
    }

    private void compare(ZipHeader header, ZipHeader local, long offset) {
        StringBuilder differs = new StringBuilder();
        if (!header.name().equals(local.name())) {
            differs.append(" name '").append(local.name()).append("'");
        }
        if (header.method() != local.method()) {
            differs.append(" method ").append(local.method());
        }
        if (header.isClosed() != local.isClosed()) {
            differs.append(" encryption");
        }
        if (!local.hasDescriptor() || local.size() != 0 || local.packed() != 0) {
            if (header.size() != local.size() || header.packed() != local.packed()) {
                differs.append(" sizes ").append(local.packed()).append(" and ").append(local.size());
            }
            if (header.crc() != local.crc() && !local.hasDescriptor()) {
                differs.append(" CRC");
            }
        }
        if (!differs.isEmpty()) {
            scope.flag(InspectionFlag.AMBIGUOUS_STRUCTURE);
            scope.find(
                    Rule.ZIP_HEADERS_DIFFER, offset, "'" + header.name() + "' has beside the data another" + differs);
        }
    }

    /** Bytes of the record after the data: with or without a signature, with sizes of 4 or 8 bytes. */
    private long descriptor(long at, ZipHeader header) throws IOException {
        byte[] tail = bytes.copy(at, 24);
        ByteBuffer in = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        int signature = tail.length >= 4 && in.getInt(0) == DESCRIPTOR ? 4 : 0;
        if (tail.length >= signature + 20
                && in.getLong(signature + 4) == header.packed()
                && in.getLong(signature + 12) == header.size()) {
            return signature + 20L;
        }
        return tail.length >= signature + 12
                        && (in.getInt(signature + 4) & 0xffffffffL) == header.packed()
                        && (in.getInt(signature) & 0xffffffffL) == header.crc()
                ? signature + 12L
                : 0;
    }

    private @Nullable ZipMember member(ZipHeader header, ZipHeader local, long offset, Bytes packed)
            throws IOException {
        int method = header.method();
        boolean closed = header.isClosed() || local.isClosed();
        if (method != STORED && method != DEFLATED) {
            unreadable(header, offset, closed, "is packed by method " + method);
            return null;
        }
        Unpacked unpacked;
        try {
            unpacked = unpack(method, packed, header.size());
        } catch (Broken e) {
            if (e.kind() == Broken.Kind.UNSCANNABLE) {
                scope.find(Rule.EXPANSION_LIMIT, offset, "'" + header.name() + "' " + e.told());
            } else {
                unreadable(header, offset, closed, e.told());
            }
            return null;
        }
        boolean right = unpacked.crc == header.crc() && unpacked.size == header.size();
        if (closed && !right) {
            unreadable(header, offset, true, "is encrypted");
            return null;
        }
        if (closed) {
            scope.flag(InspectionFlag.AMBIGUOUS_STRUCTURE);
            scope.find(Rule.ZIP_FLAG_LIE, offset, "'" + header.name() + "' says it is encrypted, and is not");
        } else if (!right) {
            scope.find(
                    Rule.ZIP_CRC,
                    offset,
                    String.format(
                            "'%s' has CRC %08x and %d bytes, not %08x and %d as it says",
                            header.name(), unpacked.crc, unpacked.size, header.crc(), header.size()));
        }
        Bytes content = method == STORED ? packed : new Inflated(packed, true, unpacked.size, scope.budget());
        return new ZipMember(header.name(), offset, method, content, header.unixMode());
    }

    private void unreadable(ZipHeader header, long offset, boolean closed, String why) {
        if (closed) {
            scope.broken(Broken.unscannable(offset, "'" + header.name() + "' is encrypted"));
        } else if (why.startsWith("is packed")) {
            scope.broken(Broken.unscannable(offset, "'" + header.name() + "' " + why));
        } else {
            scope.find(Rule.ZIP_ENTRY_BROKEN, offset, "'" + header.name() + "' " + why);
        }
    }

    private Unpacked unpack(int method, Bytes packed, long declared) throws IOException {
        CRC32 crc = new CRC32();
        Bytes content = method == STORED ? packed : new Inflated(packed, true, Long.MAX_VALUE, scope.budget());
        long size = 0;
        for (int read = content.read(0, chunk, 0, chunk.length);
                read > 0;
                read = content.read(size, chunk, 0, chunk.length)) {
            crc.update(chunk, 0, read);
            size += read;
            if (method == STORED) {
                scope.budget().take(read, 0);
            }
        }
        if (content instanceof Inflated inflated) {
            boolean finished = inflated.isFinished();
            inflated.rest();
            if (!finished && size != declared) {
                throw Broken.malformed(0, "its packed data end too early");
            }
        }
        return new Unpacked(size, crc.getValue());
    }
}
