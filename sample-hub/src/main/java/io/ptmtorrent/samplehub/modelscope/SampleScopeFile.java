package io.ptmtorrent.samplehub.modelscope;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a model.
 *
 * @param commit that last changed it, 40 hex digits
 * @param sha256 as the hub tells it; empty where it tells none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleScopeFile(String path, byte[] bytes, boolean lfs, String commit, String sha256) {
    static SampleScopeFile of(String path, String content, boolean lfs, String commit) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new SampleScopeFile(path, bytes, lfs, commit, hex("SHA-256", bytes));
    }

    /** The same with another announced digest. */
    SampleScopeFile announcing(String digest) {
        return new SampleScopeFile(path, bytes, lfs, commit, digest);
    }

    static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
