package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Compares what came with what was announced, and words the difference. Pure.
 *
 * @param url of the bytes, without secrets
 * @param maxBytes the largest object
 */
record Comparison(String url, Expected expected, long maxBytes) {
    private static final Pattern PAGE = Pattern.compile("(?i)\\.html?(?:\\?|$)");

    /** Whether an answer's length alone shows that it is not the file, or one too large. */
    boolean refusesLength(long length) {
        return length > maxBytes || (length >= 0 && expected.size() != null && expected.size() != length);
    }

    /** How many bytes may come before it is clear that they are not the file. */
    long most() {
        return expected.size() == null ? maxBytes : Math.min(maxBytes, expected.size());
    }

    /** What is wrong with bytes that came whole; null where nothing is. */
    Fetched.@Nullable Failed whole(Digests.Computed got, ByteString head) {
        return switch (expected.check()) {
            case SHA256 -> same("SHA-256", got.sha256(), expected.sha256(), got, head);
            case GIT_SHA1 -> same("git blob id", got.gitSha1(), expected.gitSha1(), got, head);
            case SIZE ->
                Objects.equals(expected.size(), got.size())
                        ? null
                        : failed(FileReason.SIZE_MISMATCH, got.size() + " bytes, " + announced(), got, head);
            // Nothing was announced: only a page where no page was asked for gives a wrong answer away.
            default -> disguise(head).isPresent() ? failed(FileReason.NOT_THE_FILE, "", got, head) : null;
        };
    }

    /** What is wrong with bytes that have not the form of what was asked for. */
    Fetched.Failed wrongForm(String why, Digests.Computed got, ByteString head) {
        return failed(FileReason.NOT_THE_FILE, why, got, head);
    }

    /** What is wrong where reading stopped after {@link #most}. */
    Fetched.Failed tooMany(Digests.Computed got, ByteString head) {
        boolean limited = expected.size() == null || expected.size() > maxBytes;
        return limited
                ? failed(FileReason.TOO_LARGE, "more than the limit of " + maxBytes + " bytes", got, head)
                : failed(FileReason.SIZE_MISMATCH, "more than the " + expected.size() + " bytes announced", got, head);
    }

    /** What is wrong where the length was refused and only the head was read. */
    Fetched.Failed byLength(long length, Digests.Computed got, ByteString head) {
        boolean limited = expected.size() == null || expected.size() == length;
        return limited
                ? failed(FileReason.TOO_LARGE, length + " bytes, the limit is " + maxBytes, got, head)
                : failed(FileReason.SIZE_MISMATCH, length + " bytes, " + announced() + "; not read further", got, head);
    }

    private Fetched.@Nullable Failed same(
            String what, @Nullable String is, @Nullable String announced, Digests.Computed got, ByteString head) {
        return Objects.equals(is, announced)
                ? null
                : failed(FileReason.DIGEST_MISMATCH, what + " is " + is + ", announced was " + announced, got, head);
    }

    private Fetched.Failed failed(FileReason reason, String why, Digests.Computed got, ByteString head) {
        Optional<String> disguise = reason == FileReason.TOO_LARGE ? Optional.empty() : disguise(head);
        String instead = disguise.map(it -> it + " in place of the file").orElse("");
        String comma = instead.isEmpty() || why.isEmpty() ? "" : "; ";
        return new Fetched.Failed(
                disguise.isPresent() ? FileReason.NOT_THE_FILE : reason,
                url + ": " + instead + comma + why,
                got.size(),
                new WrongBytes(head, got.size(), got.sha256()));
    }

    /** A page that was asked for is nothing odd. */
    private Optional<String> disguise(ByteString head) {
        return PAGE.matcher(url).find() ? Optional.empty() : Disguise.of(head);
    }

    private String announced() {
        return expected.size() + " announced";
    }
}
