package io.ptmtorrent.crawler.hub.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Reads lists of huggingface.co's API, all their pages (hub docs and huggingface_hub, August 2026): JSON arrays, the next
 * page in {@code Link}.
 */
final class MirrorApi {
    private static final int MOST_PAGES = 200;
    private static final long MOST_BYTES = 64L << 20;
    private static final int TIMED_OUT = 408;
    private static final int TOO_EARLY = 425;
    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;\\s*rel=\"?next\"?");
    private static final JsonMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build())
            .build();

    private final HubHttp http;

    MirrorApi(HubHttp http) {
        this.http = http;
    }

    /**
     * Gives every element of a list to {@code row}; none where the hub says that there is no such list.
     *
     * @throws IOException for what may work later, pages that are no JSON array among it
     */
    void read(HttpUrl first, Consumer<JsonNode> row) throws IOException {
        Set<HttpUrl> seen = new HashSet<>();
        for (Optional<HttpUrl> url = Optional.of(first); url.isPresent(); ) {
            if (!seen.add(url.get()) || seen.size() > MOST_PAGES) {
                throw new IOException(SafeUrl.redact(first) + ": a list that does not end");
            }
            url = page(url.get(), row);
        }
    }

    private Optional<HttpUrl> page(HttpUrl url, Consumer<JsonNode> row) throws IOException {
        Request request = new Request.Builder().url(url).build();
        try (Response response = http.client().newCall(request).execute()) {
            int code = response.code();
            if (code != HttpURLConnection.HTTP_OK) {
                if (isFinal(code)) {
                    return Optional.empty();
                }
                throw new IOException("GET " + SafeUrl.redact(url) + " gave " + code);
            }
            Optional<HttpUrl> next = next(url, response);
            array(url, response).forEach(row);
            return next;
        }
    }

    /** A client error that asking again does not change. */
    private static boolean isFinal(int code) {
        return code >= 400 && code < 500 && code != TIMED_OUT && code != TOO_EARLY;
    }

    private static JsonNode array(HttpUrl url, Response response) throws IOException {
        String asked = "GET " + SafeUrl.redact(url);
        JsonNode array = switch (BoundedBody.read(response, MOST_BYTES)) {
            case BoundedBody.Whole whole -> JSON.readTree(whole.bytes().toByteArray());
            case BoundedBody.TooLong tooLong ->
                throw new IOException(asked + " gave more than " + MOST_BYTES + " bytes");
            case BoundedBody.Broken broken -> throw broken.cause();
        };
        if (!array.isArray()) {
            throw new IOException(asked + " gave no JSON array");
        }
        return array;
    }

    private Optional<HttpUrl> next(HttpUrl url, Response response) throws IOException {
        for (String header : response.headers("Link")) {
            Matcher link = NEXT.matcher(header);
            if (link.find()) {
                return Optional.of(http.endpoints()
                        .resolveOnSameHost(url, link.group(1))
                        .filter(next -> next.encodedPath().equals(url.encodedPath()))
                        .orElseThrow(
                                () -> new IOException(SafeUrl.redact(url) + " leads to a page that is not its own")));
            }
        }
        return Optional.empty();
    }
}
