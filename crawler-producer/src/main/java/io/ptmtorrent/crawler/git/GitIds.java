package io.ptmtorrent.crawler.git;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How git names its objects: sha1 of {@code kind size NUL content} (Pro Git, chapter 10.2). */
final class GitIds {
    private GitIds() {}

    static String blob(byte[] content) {
        Digest digest = ofBlob(content.length);
        digest.update(content, content.length);
        return digest.hex();
    }

    static String commit(byte[] content) {
        Digest digest = new Digest("commit", content.length);
        digest.update(content, content.length);
        return digest.hex();
    }

    /** For a content that comes in parts. */
    static Digest ofBlob(long size) {
        return new Digest("blob", size);
    }

    /** A digest under way; for one thread. */
    static final class Digest {
        private final MessageDigest sha1;

        private Digest(String kind, long size) {
            try {
                sha1 = MessageDigest.getInstance("SHA-1");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-1", e);
            }
            sha1.update((kind + " " + size + '\0').getBytes(StandardCharsets.US_ASCII));
        }

        void update(byte[] bytes, int count) {
            sha1.update(bytes, 0, count);
        }

        String hex() {
            return HexFormat.of().formatHex(sha1.digest());
        }
    }
}
