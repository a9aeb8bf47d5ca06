package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.Verification;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file before its bytes are.
 *
 * @param sha256 of the bytes, 64 lower-case hex digits; null where unknown
 * @param gitSha1 git blob id of the bytes, 40 lower-case hex digits; null where unknown
 * @param size bytes; null where unknown
 */
public record Expected(
        @Nullable String sha256,
        @Nullable String gitSha1,
        @Nullable Long size) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    public Expected {
        require(sha256 == null || SHA256.matcher(sha256).matches(), "sha256", sha256, "64 lower-case hex digits");
        require(gitSha1 == null || SHA1.matcher(gitSha1).matches(), "gitSha1", gitSha1, "40 lower-case hex digits");
        require(size == null || size >= 0, "size", size, "0 or more");
    }

    /**
     * Fills what is unknown with the hub's own word on its redirect: {@code X-Linked-Size}, and {@code X-Linked-ETag}, a
     * SHA-256 for large files and a git blob id for small ones (Hugging Face's clients, August 2026). What a byte host
     * says of itself is never taken: its ETag looks like a SHA-256 and is none.
     */
    Expected filledBy(Headers first) {
        String linkedSize = first.get("X-Linked-Size");
        boolean sized =
                size == null && linkedSize != null && NUMBER.matcher(linkedSize).matches();
        Long known = sized ? Long.valueOf(linkedSize) : size;
        String tag = ETags.bare(first.get("X-Linked-ETag"));
        if (sha256 != null || gitSha1 != null || tag == null) {
            return new Expected(sha256, gitSha1, known);
        }
        return new Expected(
                SHA256.matcher(tag).matches() ? tag : null, SHA1.matcher(tag).matches() ? tag : null, known);
    }

    /**
     * With the length that the answer itself gives, where a git blob id needs one. It announces nothing otherwise: who
     * gives other bytes gives their length, too.
     */
    Expected withLength(long bytes) {
        boolean needed = size == null && gitSha1 != null && sha256 == null;
        return needed ? new Expected(null, gitSha1, bytes) : this;
    }

    /** The strongest check that these facts allow; a git blob id cannot be computed in one pass without the size. */
    Verification check() {
        if (sha256 != null) {
            return Verification.SHA256;
        }
        if (gitSha1 != null && size != null) {
            return Verification.GIT_SHA1;
        }
        return size != null ? Verification.SIZE : Verification.NONE;
    }

    private static void require(boolean good, String key, @Nullable Object value, String allowed) {
        if (!good) {
            throw new IllegalArgumentException(key + ": '" + value + "'; allowed is " + allowed);
        }
    }
}
