package io.ptmtorrent.samplehub.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * A commit as {@code git archive} writes it: ustar (POSIX.1-2001), a global header with the commit, everything below
 * {@code name-commit/}, gzip. The same bytes for the same commit.
 */
final class GitArchive {
    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;
    private static final int LONGEST_NAME = 100;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final long time;

    private GitArchive(long time) {
        this.time = time;
    }

    static byte[] of(SampleRepository repository) {
        GitArchive archive = new GitArchive(repository.committedAt().getEpochSecond());
        String top = repository.name() + "-" + repository.commit() + "/";
        archive.entry('g', "pax_global_header", 0666, "", pax("comment", repository.commit()));
        archive.entry('5', top, 0775, "", new byte[0]);
        Set<String> folders = new TreeSet<>();
        repository.files().forEach((path, file) -> {
            archive.folders(top, path, folders);
            archive.file(top + path, file);
        });
        archive.out.writeBytes(new byte[2 * BLOCK]);
        archive.pad(RECORD);
        return Deflated.gzip(archive.out.toByteArray());
    }

    private void folders(String top, String path, Set<String> written) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash + 1);
            if (written.add(folder)) {
                entry('5', top + folder, 0775, "", new byte[0]);
            }
        }
    }

    private void file(String path, SampleFile file) {
        switch (file.mode()) {
            case SampleFile.SUBMODULE -> entry('5', path + "/", 0775, "", new byte[0]);
            case SampleFile.LINK ->
                entry('2', path, 0777, new String(file.bytes(), StandardCharsets.UTF_8), new byte[0]);
            default -> entry('0', path, file.mode().equals(SampleFile.EXECUTABLE) ? 0775 : 0664, "", file.bytes());
        }
    }

    private void entry(char type, String path, int mode, String target, byte[] content) {
        byte[] name = bytes(path);
        byte[] link = bytes(target);
        if (name.length > LONGEST_NAME || link.length > LONGEST_NAME) {
            byte[] records = join(
                    name.length > LONGEST_NAME ? pax("path", path) : new byte[0],
                    link.length > LONGEST_NAME ? pax("linkpath", target) : new byte[0]);
            block('x', bytes("long.paxheader"), 0666, new byte[0], records);
        }
        block(type, name, mode, link, content);
    }

    private void block(char type, byte[] name, int mode, byte[] link, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name, LONGEST_NAME);
        put(header, 100, bytes("%07o".formatted(mode)), 8);
        put(header, 108, bytes("0000000"), 8);
        put(header, 116, bytes("0000000"), 8);
        put(header, 124, bytes("%011o".formatted(content.length)), 12);
        put(header, 136, bytes("%011o".formatted(time)), 12);
        put(header, 148, bytes("        "), 8);
        header[156] = (byte) type;
        put(header, 157, link, LONGEST_NAME);
        put(header, 257, bytes("ustar\00000root"), 12);
        put(header, 297, bytes("root"), 4);
        int sum = 0;
        for (byte b : header) {
            sum += b & 255;
        }
        put(header, 148, bytes("%06o\0 ".formatted(sum)), 8);
        out.writeBytes(header);
        out.writeBytes(content);
        pad(BLOCK);
    }

    private void pad(int to) {
        out.writeBytes(new byte[(to - out.size() % to) % to]);
    }

    /** {@code length key=value} with its own length counted (POSIX pax, extended header). */
    private static byte[] pax(String key, String value) {
        int rest = bytes(key).length + bytes(value).length + 3;
        int length = rest + Integer.toString(rest).length();
        if (rest + Integer.toString(length).length() > length) {
            length++;
        }
        return bytes(length + " " + key + "=" + value + "\n");
    }

    private static void put(byte[] header, int at, byte[] value, int most) {
        System.arraycopy(value, 0, header, at, Math.min(value.length, most));
    }

    private static byte[] join(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
