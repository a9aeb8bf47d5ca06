package io.ptmtorrent.normalizer.parse;

import org.jspecify.annotations.Nullable;

/**
 * How much a model is used and liked, as its hub counts; null where the hub gives nothing.
 *
 * @param downloads downloads in the last 30 days
 * @param downloadsAllTime downloads since the beginning
 * @param likes likes
 * @param trending trending score
 * @param stars stars of the linked repository, as the hub shows them
 */
public record Popularity(
        @Nullable Long downloads,
        @Nullable Long downloadsAllTime,
        @Nullable Long likes,
        @Nullable Double trending,
        @Nullable Long stars) {

    /** Nothing known. */
    public static final Popularity NONE = new Popularity(null, null, null, null, null);

    /** Nothing but stars known. */
    static Popularity ofStars(@Nullable Long stars) {
        return new Popularity(null, null, null, null, stars);
    }
}
