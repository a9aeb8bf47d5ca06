package io.ptmtorrent.normalizer.parse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses at huggingface.co, and which texts can be a path there. */
final class HuggingFaceUrls {
    static final String HUB = "https://huggingface.co";

    private HuggingFaceUrls() {}

    static String model(String id) {
        return HUB + "/" + encode(id);
    }

    static String metadata(String id) {
        return HUB + "/api/models/" + encode(id);
    }

    static String dataset(String id) {
        return HUB + "/datasets/" + encode(id);
    }

    static @Nullable String owner(@Nullable String owner) {
        return owner == null ? null : HUB + "/" + encode(owner);
    }

    /**
     * Where the bytes of a file are, by commit; null where no address can hold the name: a segment {@code .} or
     * {@code ..}, which every client resolves away (RFC 3986, 5.2.4), half a surrogate pair, or an address that is longer
     * than hosts take.
     *
     * <p>All but unreserved characters is percent-encoded, segment by segment, as UTF-8; slashes stay.
     */
    static @Nullable String file(String id, String revision, String path) {
        PercentEncoded encoded = new PercentEncoded(HUB + "/");
        encoded.path(id).text("/resolve/").segment(revision).text("/").path(path);
        return encoded.isAddress() ? encoded.toString() : null;
    }

    /**
     * Letters, digits, dot, dash, underscore; with an owner and one slash before it or without; no dot or dash first.
     *
     * <p>A loop, since a regular expression took a twentieth of all normalizing.
     */
    static boolean isPath(String text) {
        int slash = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' && slash < 0) {
                slash = i;
            } else if (!isLetterOrDigit(c) && (i == 0 || (c != '.' && c != '-'))) {
                return false;
            }
        }
        return !text.isEmpty() && slash != 0 && slash != text.length() - 1;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static String encode(String path) {
        return isPath(path)
                ? path
                : URLEncoder.encode(path, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }
}
