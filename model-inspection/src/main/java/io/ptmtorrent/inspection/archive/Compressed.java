package io.ptmtorrent.inspection.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Budget;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.zip.Inflated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A file that is one compressed stream: gzip (RFC 1952), zlib (RFC 1950), bzip2, xz, lzma (alone, as joblib writes it),
 * LZ4 frames (1.6.4), Zstandard (RFC 8878). Unpacked while it is read, under the inspection's budget; nothing is kept.
 */
public final class Compressed {
    /** The dictionary of xz -6, the usual one, is 8 MiB. */
    private static final int XZ_KIB = 24 << 10;
    /** 32 MiB, outside the heap; zstd -19 takes 8. */
    private static final int ZSTD_WINDOW = 25;

    private Compressed() {}

    /** Kinds that are known by their first bytes. */
    public enum Kind {
        GZIP,
        ZLIB,
        BZIP2,
        XZ,
        LZMA,
        LZ4,
        ZSTD
    }

    /** The kind of a file's first bytes; null where it is none. */
    public static @Nullable Kind of(byte[] head) {
        if (head.length < 8) {
            return null;
        }
        int first = head[0] & 0xff;
        int second = head[1] & 0xff;
        return switch (first) {
            case 0x1f -> second == 0x8b && head[2] == 8 ? Kind.GZIP : null;
            case 0x78 -> ((first << 8) | second) % 31 == 0 && (second & 0x20) == 0 ? Kind.ZLIB : null;
            case 'B' -> second == 'Z' && head[2] == 'h' && head[4] == '1' && head[5] == 'A' ? Kind.BZIP2 : null;
            case 0x5d -> isLzma(head) ? Kind.LZMA : null;
            case 0x04 -> second == 0x22 && head[2] == 0x4d && head[3] == 0x18 ? Kind.LZ4 : null;
            case 0x28 -> second == 0xb5 && head[2] == 0x2f && head[3] == (byte) 0xfd ? Kind.ZSTD : null;
            case 0xfd -> second == '7' && head[2] == 'z' && head[3] == 'X' && head[4] == 'Z' ? Kind.XZ : null;
            default -> null;
        };
    }

    /** No magic: the usual properties, a dictionary of a size that a writer chooses, and a length that is none or not absurd. */
    private static boolean isLzma(byte[] head) {
        if (head.length < 13) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int dictionary = header.getInt(1);
        long length = header.getLong(5);
        boolean round = dictionary >= 1 << 12 && Integer.bitCount(dictionary) <= 2;
        return round && length >= -1 && length < 1L << 40;
    }

    /** Whether a stream unpacks to its end, without telling anybody. */
    public static boolean unpacks(Kind kind, Bytes bytes, Scope scope) throws IOException {
        try {
            unpack(kind, bytes, scope.budget());
            return true;
        } catch (Broken e) {
            return e.kind() == Broken.Kind.UNSCANNABLE;
        }
    }

    /**
     * Looks into what is packed.
     *
     * @return whether that was anything that is known
     */
    public static boolean read(Kind kind, Bytes bytes, Part.Certainty certainty, Scope scope) throws IOException {
        Bytes unpacked = unpack(kind, bytes, scope.budget());
        try {
            return scope.inspect("unpacked", unpacked, certainty);
        } finally {
            if (unpacked instanceof Decoded decoded) {
                decoded.close();
            }
        }
    }

    private static Bytes unpack(Kind kind, Bytes bytes, Budget budget) throws IOException {
        return switch (kind) {
            case GZIP -> gzip(bytes, budget);
            case ZLIB -> {
                Inflated all = new Inflated(bytes, false, Long.MAX_VALUE, budget);
                long size = count(all, null);
                ended(all, bytes, 0);
                yield new Inflated(bytes, false, size, budget);
            }
            case BZIP2 -> streamed(bytes, budget, 4, in -> new BZip2CompressorInputStream(in, true));
            case XZ -> streamed(bytes, budget, 2, in -> new XZInputStream(in, XZ_KIB));
            case LZMA -> streamed(bytes, budget, 2, in -> new LZMAInputStream(in, XZ_KIB));
            case LZ4 -> streamed(bytes, budget, 1, in -> new FramedLZ4CompressorInputStream(in, true));
            case ZSTD -> streamed(bytes, budget, 1, in -> new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_WINDOW));
        };
    }

    private static Bytes gzip(Bytes bytes, Budget budget) throws IOException {
        int start = gzipHeader(bytes);
        Bytes packed = bytes.slice(start, bytes.size());
        Inflated all = new Inflated(packed, true, Long.MAX_VALUE, budget);
        CRC32 crc = new CRC32();
        long size = count(all, crc);
        ended(all, packed, 8);
        byte[] trailer = packed.copy(all.used(), 8);
        long told = 0;
        for (int at = 3; at >= 0; at--) {
            told = (told << 8) | (trailer[at] & 0xff);
        }
        if (told != crc.getValue()) {
            throw Broken.malformed(start + all.used(), "the CRC of the unpacked bytes is another");
        }
        return new Inflated(packed, true, size, budget);
    }

    private static int gzipHeader(Bytes bytes) throws IOException {
        byte[] head = bytes.copy(0, 1 << 16);
        int flags = head.length < 10 ? 0 : head[3];
        int at = 10;
        if ((flags & 4) != 0 && at + 2 <= head.length) {
            at += 2 + (head[at] & 0xff) + ((head[at + 1] & 0xff) << 8);
        }
        for (int text = 8; text <= 16; text *= 2) {
            if ((flags & text) != 0) {
                while (at < head.length && head[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        at += (flags & 2) != 0 ? 2 : 0;
        if (at >= head.length) {
            throw Broken.malformed(0, "the header has no end");
        }
        return at;
    }

    private static long count(Inflated all, @Nullable CRC32 crc) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long size = 0;
        for (int read = all.read(0, chunk, 0, chunk.length); read > 0; read = all.read(size, chunk, 0, chunk.length)) {
            size += read;
            if (crc != null) {
                crc.update(chunk, 0, read);
            }
        }
        return size;
    }

    private static void ended(Inflated all, Bytes packed, int trailer) throws Broken {
        long end = all.used() + trailer;
        if (!all.isFinished() || end > packed.size()) {
            throw Broken.malformed(all.used(), "the packed data end too early");
        }
        if (end < packed.size()) {
            throw Broken.unscannable(end, packed.size() - end + " bytes after the packed data");
        }
    }

    private static Bytes streamed(Bytes bytes, Budget budget, int weight, Decoder decoder) throws IOException {
        long size = 0;
        try (Decoded all = new Decoded(bytes, Long.MAX_VALUE, budget, weight, decoder)) {
            byte[] chunk = new byte[1 << 16];
            for (int read = all.read(0, chunk, 0, chunk.length);
                    read > 0;
                    read = all.read(size, chunk, 0, chunk.length)) {
                size += read;
            }
            all.ended();
        }
        return new Decoded(bytes, size, budget, weight, decoder);
    }

    /** Makes a decoder over packed bytes. */
    interface Decoder {
        InputStream over(InputStream packed) throws IOException;
    }
}
