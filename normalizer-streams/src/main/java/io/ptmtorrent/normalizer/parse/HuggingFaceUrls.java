package io.ptmtorrent.normalizer.parse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses at huggingface.co, and which texts can be a path there. */
final class HuggingFaceUrls {
    static final String HUB = "https://huggingface.co";

    /** Letters, digits, dot, dash, underscore; with an owner before it or without. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][\\w.-]*(/[\\w.-]+)?");

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

    static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }

    private static String encode(String path) {
        return isPath(path)
                ? path
                : URLEncoder.encode(path, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }
}
