package io.ptmtorrent.sink.store;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a store may note beside an object for people; nothing is decided by it.
 *
 * @param sha256 of the bytes, where known before they are
 * @param source where they come from, without secrets; null where it is ourselves
 * @param mediaType as {@code application/json}, without parameters; what is no media type becomes
 *     {@code application/octet-stream}
 */
public record ObjectLabel(@Nullable String sha256, @Nullable String source, String mediaType) {
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}");
    private static final Pattern SOURCE = Pattern.compile("[!-~]{1,1000}");

    /** Bytes of which nothing is said; made after what it is checked by. */
    public static final ObjectLabel NONE = new ObjectLabel(null, null, "");

    public ObjectLabel {
        source = source != null && SOURCE.matcher(source).matches() ? source : null;
        String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        mediaType = MEDIA_TYPE.matcher(bare).matches() ? bare : "application/octet-stream";
    }

    /** With the digest, where there is none yet. */
    ObjectLabel withSha256(@Nullable String digest) {
        return sha256 == null ? new ObjectLabel(digest, source, mediaType) : this;
    }
}
