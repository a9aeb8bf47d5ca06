package io.ptmtorrent.sink.fetch;

import org.jspecify.annotations.Nullable;

/** Entity tags without what HTTP wraps around them (RFC 9110, section 8.8.3). */
final class ETags {
    private static final int LONGEST = 500;

    private ETags() {}

    /** As it came, where it is strong: equal ones mean equal bytes; else null. */
    static @Nullable String strong(@Nullable String header) {
        boolean strong = header != null && header.length() <= LONGEST && header.matches("\"[!#-~]+\"");
        return strong ? header : null;
    }

    /** Without {@code W/} and quotes; null where there is none, or one too long to keep. */
    static @Nullable String bare(@Nullable String header) {
        if (header == null || header.length() > LONGEST) {
            return null;
        }
        String strong = header.startsWith("W/") ? header.substring(2) : header;
        String tag = strong.replace("\"", "").strip();
        return tag.isEmpty() ? null : tag;
    }
}
