package io.ptmtorrent.sink.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import okio.ByteString;

/** Tells by its first bytes what hosts give in place of a file. Pure. */
final class Disguise {
    /** Enough for a byte order mark, blanks, a comment and a doctype; a whole LFS pointer is shorter. */
    static final int LOOKED_AT = 1024;

    private static final String POINTER = "version https://git-lfs.github.com/spec/";

    private Disguise() {}

    /** What the bytes are instead of a file; empty where nothing is odd about them. */
    static Optional<String> of(ByteString head) {
        ByteString looked = head.substring(0, Math.min(head.size(), LOOKED_AT));
        String text =
                looked.string(StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            return Optional.of("an HTML page");
        }
        return text.startsWith(POINTER) ? Optional.of("an LFS pointer") : Optional.empty();
    }
}
