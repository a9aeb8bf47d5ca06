package io.ptmtorrent.crawler.git;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in git for a file that git LFS keeps (git-lfs, docs/spec.md): three lines, under 1,024 bytes.
 *
 * @param sha256 of the file, 64 hex digits
 * @param size of the file, bytes
 */
public record LfsPointer(String sha256, long size) {
    /** No pointer is longer. */
    public static final int MOST_BYTES = 1_024;

    private static final Pattern TEXT = Pattern.compile("version https://git-lfs\\.github\\.com/spec/v1\\n"
            + "(?:ext-[^\\n]*\\n)*oid sha256:([0-9a-f]{64})\\nsize ([0-9]{1,18})\\n?");

    /** Reads one; empty for other content. */
    public static Optional<LfsPointer> parse(byte[] content) {
        if (content.length > MOST_BYTES) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(new String(content, StandardCharsets.UTF_8));
        return text.matches()
                ? Optional.of(new LfsPointer(text.group(1), Long.parseLong(text.group(2))))
                : Optional.empty();
    }
}
