package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.Verification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The digests of bytes that pass by: SHA-256 always, the git blob id where it is what decides. For one thread. */
final class Digests {
    private final MessageDigest sha256 = digest("SHA-256");
    private final @Nullable MessageDigest gitSha1;
    private long size;

    private Digests(@Nullable MessageDigest gitSha1) {
        this.gitSha1 = gitSha1;
    }

    static Digests of(Expected expected) {
        return new Digests(
                expected.check() == Verification.GIT_SHA1 && expected.size() != null ? gitBlob(expected.size()) : null);
    }

    void update(byte[] bytes, int from, int length) {
        sha256.update(bytes, from, length);
        if (gitSha1 != null) {
            gitSha1.update(bytes, from, length);
        }
        size += length;
    }

    long size() {
        return size;
    }

    /** Ends the computation. */
    Computed computed() {
        HexFormat hex = HexFormat.of();
        return new Computed(
                hex.formatHex(sha256.digest()), gitSha1 == null ? null : hex.formatHex(gitSha1.digest()), size);
    }

    /** What the bytes turned out to be; the git blob id only where it was asked for. */
    record Computed(String sha256, @Nullable String gitSha1, long size) {}

    /** {@code sha1("blob " + size + NUL + bytes)}: git's name for a file's content (Pro Git, 10.2). */
    private static MessageDigest gitBlob(long size) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        return digest;
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
