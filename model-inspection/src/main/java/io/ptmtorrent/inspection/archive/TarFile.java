package io.ptmtorrent.inspection.archive;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tar: POSIX ustar and pax, GNU, and the old one without a magic. NeMo and torch before 0.2 are tars, too. */
public final class TarFile {
    private static final int BLOCK = 512;
    private static final int NAME = 1 << 16;
    private static final int ENTRIES = 200_000;

    private final Bytes bytes;
    private final Scope scope;
    private final Map<String, String> next = new TreeMap<>();
    private boolean nemo;

    private TarFile(Bytes bytes, Scope scope) {
        this.bytes = bytes;
        this.scope = scope;
    }

    /** By the checksum of the first header, which all tars have. */
    public static boolean matches(byte[] head) {
        return head.length >= BLOCK && isHeader(head);
    }

    private static boolean isHeader(byte[] block) {
        long sum = 0;
        long signed = 0;
        for (int at = 0; at < BLOCK; at++) {
            int value = at >= 148 && at < 156 ? ' ' : block[at];
            sum += value & 0xff;
            signed += value;
        }
        long told = octal(block, 148, 8);
        return block[0] != 0 && (told == sum || told == signed);
    }

    private static long octal(byte[] block, int from, int length) {
        if ((block[from] & 0x80) != 0) {
            long value = block[from] & 0x3f;
            for (int at = from + 1; at < from + length; at++) {
                if (value >> 54 != 0) {
                    return -1;
                }
                value = (value << 8) | (block[at] & 0xff);
            }
            return value;
        }
        String digits = text(block, from, length).strip();
        return digits.matches("[0-7]{1,20}") ? Long.parseLong(digits, 8) : digits.isEmpty() ? 0 : -1;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }

    /** Reads all of it. */
    public static String read(Bytes bytes, Scope scope) throws IOException {
        TarFile tar = new TarFile(bytes, scope);
        tar.read();
        return tar.nemo ? "nemo" : "tar";
    }

    private void read() throws IOException {
        long at = 0;
        for (int entry = 0; at < bytes.size(); entry++) {
            byte[] block = bytes.copy(at, BLOCK);
            if (isEmpty(block)) {
                end(at);
                return;
            }
            if (block.length < BLOCK || !isHeader(block)) {
                throw Broken.malformed(at, "no header of an entry");
            }
            if (entry >= ENTRIES) {
                throw Broken.unscannable(at, "has more than " + ENTRIES + " entries");
            }
            at = entry(block, at);
        }
    }

    private static boolean isEmpty(byte[] block) {
        for (byte it : block) {
            if (it != 0) {
                return false;
            }
        }
        return true;
    }

    private void end(long from) throws IOException {
        byte[] rest = bytes.copy(from, 1 << 20);
        if (!isEmpty(rest) || bytes.size() - from > rest.length) {
            scope.find(Rule.TRAILING_BYTES, from, bytes.size() - from + " bytes after the last entry");
            scope.inspect("behind@" + from, bytes.slice(from, bytes.size()), Part.Certainty.DATA);
        }
    }

    private long entry(byte[] block, long at) throws IOException {
        char type = (char) (block[156] & 0xff);
        long size = next.containsKey("size") ? number(next.get("size"), at) : octal(block, 124, 12);
        long start = at + BLOCK;
        boolean empty = type == '1' || type == '2' || type == '5';
        size = empty ? 0 : size;
        long end = start + (size + BLOCK - 1) / BLOCK * BLOCK;
        if (size < 0 || end < start || start + size > bytes.size()) {
            throw Broken.malformed(at, "an entry reaches beyond the file");
        }
        Bytes content = bytes.slice(start, size);
        switch (type) {
            case 'L' -> next.put("path", longName(content));
            case 'K' -> next.put("linkpath", longName(content));
            case 'x' -> pax(content, at);
            case 'g' -> {}
            default -> {
                member(block, type, content, at);
                next.clear();
            }
        }
        return end;
    }

    private static String longName(Bytes content) throws IOException {
        return text(content.copy(0, NAME), 0, (int) Math.min(NAME, content.size()));
    }

    private static long number(@Nullable String digits, long at) throws Broken {
        if (digits == null || !digits.matches("[0-9]{1,18}")) {
            throw Broken.malformed(at, "a size that is no number");
        }
        return Long.parseLong(digits);
    }

    /** Records of the form "length key=value". */
    private void pax(Bytes content, long at) throws IOException {
        byte[] all = content.copy(0, NAME);
        int from = 0;
        while (from < all.length) {
            int space = from;
            while (space < all.length && all[space] != ' ') {
                space++;
            }
            String digits = new String(all, from, space - from, StandardCharsets.US_ASCII);
            int length = digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
            if (length < space - from + 3 || from + length > all.length) {
                throw Broken.malformed(at, "a record of pax that is none");
            }
            String record = new String(all, space + 1, from + length - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) {
                next.put(record.substring(0, equals), record.substring(equals + 1));
            }
            from += length;
        }
    }

    private void member(byte[] block, char type, Bytes content, long at) throws IOException {
        boolean ustar = text(block, 257, 5).equals("ustar");
        String prefix = ustar ? text(block, 345, 155) : "";
        String plain = text(block, 0, 100);
        String name = next.getOrDefault("path", prefix.isEmpty() ? plain : prefix + "/" + plain);
        EntryNames.check(name, at, scope);
        nemo |= name.endsWith("model_config.yaml");
        switch (type) {
            case '1', '2' -> EntryNames.link(name, next.getOrDefault("linkpath", text(block, 157, 100)), at, scope);
            case '3', '4', '6' -> scope.find(Rule.ARCHIVE_SPECIAL_FILE, at, "'" + name + "'");
            case '5' -> {}
            case 'S' -> scope.broken(Broken.unscannable(at, "'" + name + "' is stored with holes"));
            default -> scope.inspect(name, content, Part.Certainty.OPENED);
        }
    }
}
