package io.ptmtorrent.samplehub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests that the hub publishes, and hex text that only looks like one. */
final class Digests {
    private static final int HEX_PER_LONG = 16;

    private Digests() {}

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
    }

    /** What git calls a file's content: sha1 of {@code blob <length> NUL <bytes>}. */
    static String gitBlob(byte[] bytes) {
        MessageDigest sha1 = digest("SHA-1");
        sha1.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha1.digest(bytes));
    }

    /** The three lines that stand in git for a large file (git-lfs specification, version 1). */
    static byte[] lfsPointer(String sha256, long size) {
        String text = "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256 + "\nsize " + size + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Hex digits of a hash: a commit, or a decoy that is no digest of anything. */
    static String hex(long seed, long what, long salt, int digits) {
        Dice dice = new Dice(seed, what, salt);
        StringBuilder text = new StringBuilder(digits + HEX_PER_LONG);
        while (text.length() < digits) {
            text.append(HexFormat.of().toHexDigits(dice.next()));
        }
        text.setLength(digits);
        return text.toString();
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
