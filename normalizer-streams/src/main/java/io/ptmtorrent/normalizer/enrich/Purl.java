package io.ptmtorrent.normalizer.enrich;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Package URLs (github.com/package-url/purl-spec: PURL-SPECIFICATION, types huggingface, github, generic; 2025). For any
 * thread.
 */
public final class Purl {
    /** Method that provenance names. */
    public static final String METHOD = "purl";

    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
        for (char c : "-._~:".toCharArray()) {
            PLAIN[c] = true;
        }
    }

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Purl() {}

    /** {@code pkg:huggingface/<id>@<revision>}: names keep their case, the revision is in small letters. */
    public static @Nullable String huggingFace(String id, @Nullable String revision) {
        StringBuilder url = new StringBuilder(80).append("pkg:huggingface/");
        return path(url, id) && version(url, revision) ? url.toString() : null;
    }

    /**
     * {@code pkg:github/<owner>/<name>@<commit>#<path>}, in small letters but for the path; null where the repository is not
     * known.
     */
    public static @Nullable String gitHub(@Nullable String repository, @Nullable String commit, @Nullable String path) {
        if (repository == null || repository.indexOf('/') <= 0) {
            return null;
        }
        StringBuilder url = new StringBuilder(80).append("pkg:github/");
        if (!path(url, repository.toLowerCase(Locale.ROOT)) || !version(url, commit)) {
            return null;
        }
        return path == null || path(url.append('#'), path) ? url.toString() : null;
    }

    /** {@code pkg:generic/<id>@<revision>?repository_url=<hub>}, for a hub that has no type of its own. */
    public static @Nullable String generic(String id, @Nullable String revision, String hub) {
        StringBuilder url = new StringBuilder(80).append("pkg:generic/");
        if (!path(url, id) || !version(url, revision)) {
            return null;
        }
        return encode(url.append("?repository_url="), hub) ? url.toString() : null;
    }

    private static boolean version(StringBuilder url, @Nullable String revision) {
        return revision == null || encode(url.append('@'), revision.toLowerCase(Locale.ROOT));
    }

    /** Segments that are empty are left out. */
    private static boolean path(StringBuilder url, String path) {
        if (isPlainPath(path)) {
            url.append(path);
            return true;
        }
        int start = 0;
        boolean whole = true;
        boolean first = true;
        while (start <= path.length() && whole) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) {
                whole = encode(first ? url : url.append('/'), path.substring(start, end));
                first = false;
            }
            start = end + 1;
        }
        return whole && !first;
    }

    /** False where the text has half a surrogate pair, which no address can hold. */
    private static boolean encode(StringBuilder url, String text) {
        if (isPlain(text)) {
            url.append(text);
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                url.append(c);
                continue;
            }
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return false;
            }
            i += Character.charCount(point) - 1;
            for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                url.append('%').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }

    /** Whether a path has one slash at most, within it, and nothing to escape: as nearly all ids. */
    private static boolean isPlainPath(String path) {
        boolean parted = path.isEmpty();
        for (int i = 0; i < path.length(); i++) {
            boolean slash = path.charAt(i) == '/';
            if (slash ? parted || i == 0 || i == path.length() - 1 : !isPlain(path.charAt(i))) {
                return false;
            }
            parted |= slash;
        }
        return !path.isEmpty();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
