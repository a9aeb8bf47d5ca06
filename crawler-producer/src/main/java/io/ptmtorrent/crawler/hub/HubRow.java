package io.ptmtorrent.crawler.hub;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One model as the hub wrote it.
 *
 * @param stableId the hub's immutable id where it has one, else the path; {@link #usable usable}
 * @param id path at the hub; {@link #usable usable}
 * @param revision commit or other revision, as the hub wrote it; null where it gave none
 * @param modifiedAt when the hub says that it last changed; null where it does not say
 * @param body the row's exact bytes, at most {@link #MAX_BYTES}; not changed by anyone
 */
public record HubRow(
        String stableId,
        String id,
        @Nullable String revision,
        @Nullable Instant modifiedAt,
        ByteBuffer body) implements HubItem {
    /** An observation's 8 MiB less room for its other fields. */
    public static final int MAX_BYTES = 8 * 1024 * 1024 - 64 * 1024;

    /** Longest id, in UTF-16 units; Hugging Face allows 96 after the owner. */
    private static final int MAX_ID = 512;

    public HubRow {
        if (!usable(stableId) || !usable(id) || (revision != null && !usable(revision))) {
            throw new IllegalArgumentException("row: unusable id");
        }
        if (body.remaining() > MAX_BYTES) {
            throw new IllegalArgumentException("row: " + body.remaining() + " bytes; allowed are " + MAX_BYTES);
        }
    }

    /**
     * Whether a text can name something: 1 to 512 characters, none of them a control character or half of a surrogate
     * pair, which UTF-8 cannot tell from another half.
     */
    public static boolean usable(@Nullable String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= MAX_ID
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) || isHalfPair(c));
    }

    private static boolean isHalfPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
