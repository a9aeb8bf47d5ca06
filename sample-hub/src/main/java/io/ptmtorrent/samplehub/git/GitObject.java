package io.ptmtorrent.samplehub.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One object of git: its kind, its content, its name (git's documentation, "Git Objects").
 *
 * @param id sha1 of {@code kind length NUL content}, 40 hex digits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GitObject(Kind kind, byte[] content, String id) {
    /** The kinds, with the number that stands for each in a pack. */
    enum Kind {
        COMMIT(1),
        TREE(2),
        BLOB(3),
        TAG(4);

        final int inPack;

        Kind(int inPack) {
            this.inPack = inPack;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static GitObject of(Kind kind, byte[] content) {
        MessageDigest sha1 = digest("SHA-1");
        sha1.update((kind.word() + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return new GitObject(kind, content, HexFormat.of().formatHex(sha1.digest(content)));
    }

    static GitObject text(Kind kind, String content) {
        return of(kind, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A pack (gitformat-pack, version 2) with these objects, none of them a delta. */
    static byte[] pack(Iterable<GitObject> objects) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        int count = 0;
        for (GitObject object : objects) {
            object.writeTo(entries);
            count++;
        }
        ByteArrayOutputStream pack = new ByteArrayOutputStream(entries.size() + 40);
        pack.writeBytes(new byte[] {'P', 'A', 'C', 'K', 0, 0, 0, 2});
        pack.writeBytes(new byte[] {(byte) (count >>> 24), (byte) (count >>> 16), (byte) (count >>> 8), (byte) count});
        pack.writeBytes(entries.toByteArray());
        pack.writeBytes(digest("SHA-1").digest(pack.toByteArray()));
        return pack.toByteArray();
    }

    private void writeTo(ByteArrayOutputStream out) {
        long left = content.length;
        int first = (kind.inPack << 4) | (int) (left & 15);
        left >>>= 4;
        while (left > 0) {
            out.write(first | 128);
            first = (int) (left & 127);
            left >>>= 7;
        }
        out.write(first);
        out.writeBytes(Deflated.zlib(content));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
