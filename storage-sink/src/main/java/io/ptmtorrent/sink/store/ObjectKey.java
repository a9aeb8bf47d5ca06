package io.ptmtorrent.sink.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an object; the one place where keys are built.
 *
 * <pre>
 *   blobs/sha256/ab/cd/&lt;64 hex&gt;                                the bytes with that SHA-256
 *   packages/&lt;hub&gt;/&lt;stable id&gt;/&lt;revision&gt;/manifest.json   what a package consists of
 * </pre>
 *
 * Hub, stable id and revision are one segment each, percent-encoded (RFC 3986 section 2.1): only lower-case letters, digits
 * and {@code - . _} stay as they are, so that no two keys meet on a file system that does not tell {@code A} from
 * {@code a}; {@code .} and {@code ..} become {@code %2E} and {@code %2E%2E}. A segment longer than
 * 200 characters keeps its first 100, then {@code ~} and the SHA-256 of the whole name. So no key leaves its place, holds
 * a separator or a NUL, or is longer than file systems and S3 allow.
 *
 * @param text segments separated by slashes
 */
public record ObjectKey(String text) {
    private static final Pattern SEGMENTS = Pattern.compile(
            "(?!\\.\\.?(?:/|$))[A-Za-z0-9._~%-]{1,255}(?:/(?!\\.\\.?(?:/|$))[A-Za-z0-9._~%-]{1,255}){0,15}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789-._";
    private static final int LONGEST = 200;
    private static final int KEPT = 100;

    public ObjectKey {
        if (!SEGMENTS.matcher(text).matches()) {
            throw new IllegalArgumentException("object key: '" + text
                    + "' is not allowed; segments of letters, digits and . _ ~ % - are, none of them . or ..");
        }
    }

    /**
     * Where the bytes with a SHA-256 stand.
     *
     * @param sha256 64 lower-case hex digits
     */
    public static ObjectKey blob(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256: '" + sha256 + "' is not allowed; 64 lower-case hex digits are");
        }
        return new ObjectKey("blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256);
    }

    /** Where the manifest of a package stands; {@code no-revision} takes the place of a revision that is null. */
    public static ObjectKey manifest(String hub, String stableId, @Nullable String revision) {
        String last = revision == null ? "no-revision" : segment(revision);
        return new ObjectKey("packages/" + segment(hub) + "/" + segment(stableId) + "/" + last + "/manifest.json");
    }

    /** What the keys of all manifests of a model begin with. */
    public static String manifests(String hub, String stableId) {
        return "packages/" + segment(hub) + "/" + segment(stableId) + "/";
    }

    /** The digest that a key of bytes holds; null where it is another key. */
    @Nullable
    String sha256() {
        String last = text.substring(text.lastIndexOf('/') + 1);
        return SHA256.matcher(last).matches() && text.equals(blob(last).text()) ? last : null;
    }

    private static String segment(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("object key: an empty name is not allowed in it");
        }
        String encoded = name.equals(".") || name.equals("..") ? name.replace(".", "%2E") : encoded(name);
        return encoded.length() <= LONGEST
                ? encoded
                : encoded.substring(0, KEPT) + "~" + Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (one & 0xff);
            if (PLAIN.indexOf(character) >= 0) {
                text.append(character);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
