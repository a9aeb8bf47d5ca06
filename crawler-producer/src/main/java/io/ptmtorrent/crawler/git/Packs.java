package io.ptmtorrent.crawler.git;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the beginning of a pack (gitformat-pack, version 2 or 3). */
final class Packs {
    private static final byte[] MAGIC = {'P', 'A', 'C', 'K', 0, 0, 0};
    private static final int HEADER = 12;
    private static final int COMMIT = 1;
    private static final int LONGEST = 1 << 20;
    private static final int MORE = 0x80;

    private Packs() {}

    /** Content of its first object; empty where that is no commit, longer than 1 MiB, or no pack. */
    static Optional<byte[]> first(byte[] pack) {
        if (pack.length <= HEADER || !Arrays.equals(pack, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        int at = HEADER;
        int kind = pack[at] >> 4 & 7;
        long size = pack[at] & 15;
        for (int shift = 4; (pack[at] & MORE) != 0; shift += 7) {
            at++;
            if (at == pack.length || shift > 25) {
                return Optional.empty();
            }
            size |= (long) (pack[at] & 127) << shift;
        }
        return kind == COMMIT && size <= LONGEST ? inflated(pack, at + 1, (int) size) : Optional.empty();
    }

    private static Optional<byte[]> inflated(byte[] pack, int from, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(pack, from, pack.length - from);
            byte[] content = new byte[size];
            // The loop ends: each turn gives bytes, or is the last.
            int length = 0;
            for (int count = 1; count > 0 && length < size; length += count) {
                count = inflater.inflate(content, length, size - length);
            }
            return length == size ? Optional.of(content) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
