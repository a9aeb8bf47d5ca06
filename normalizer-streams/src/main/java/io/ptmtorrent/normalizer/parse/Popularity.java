package io.ptmtorrent.normalizer.parse;

import org.jspecify.annotations.Nullable;

/**
 * How much a model is used and liked, as its hub counts; null where the hub gives nothing.
 *
 * @param downloads downloads in the last 30 days
 * @param downloadsAllTime downloads since the beginning
 * @param likes likes
 * @param trending trending score
 */
public record Popularity(
        @Nullable Long downloads,
        @Nullable Long downloadsAllTime,
        @Nullable Long likes,
        @Nullable Double trending) {

    /** Nothing known. */
    public static final Popularity NONE = new Popularity(null, null, null, null);
}
