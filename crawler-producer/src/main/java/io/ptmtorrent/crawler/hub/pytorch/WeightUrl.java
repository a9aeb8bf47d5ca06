package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.hub.HubRow;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The address of a weight file.
 *
 * @param url http or https
 * @param path what the file is called among a model's files: the address without its scheme, so that each has its own
 */
record WeightUrl(String url, String path) {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"'<>{}|\\\\^`]{4,2000}");
    private static final Pattern ENDING =
            Pattern.compile(".*\\.(?:pth|pt|pkl|tar|th|bin|onnx|ckpt|pyth|jit|safetensors|h5"
                    + "|npz|pickle|mar|ptl|t7|pdparams|caffemodel|weights|torchscript|tar\\.gz|tgz|tar\\.bz2)");

    /** Reads a string of a program; empty for one that is no address of a weight file. */
    static Optional<WeightUrl> parse(String text) {
        String address = text.strip();
        HttpUrl url = ADDRESS.matcher(address).matches() ? HttpUrl.parse(address) : null;
        if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
            return Optional.empty();
        }
        String name = url.pathSegments().getLast();
        HttpUrl plain = url.newBuilder().fragment(null).build();
        String path = plain.toString().substring(plain.scheme().length() + "://".length());
        boolean isWeight = ENDING.matcher(name.toLowerCase(Locale.ROOT)).matches() && HubRow.usable(path);
        return isWeight ? Optional.of(new WeightUrl(plain.toString(), path)) : Optional.empty();
    }
}
