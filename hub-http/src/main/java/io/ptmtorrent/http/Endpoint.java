package io.ptmtorrent.http;

import java.net.URI;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where a host's traffic goes instead, as {@code --endpoint HOST=URL} says it: a mirror, a proxy, a test server.
 *
 * @param host the canonical host, lower case, without a port
 * @param target http or https, with or without a path prefix; no user, query or fragment
 */
public record Endpoint(String host, URI target) {

    public Endpoint {
        HttpUrl named = HttpUrl.parse("https://" + host + "/");
        HttpUrl url = HttpUrl.parse(target.toString());
        if (named == null || !named.host().equals(host.toLowerCase(Locale.ROOT)) || !isBare(url)) {
            throw refused(host + "=" + (url == null ? target : SafeUrl.redact(url)));
        }
        host = named.host();
    }

    /** Reads {@code HOST=URL}; anything else is an IllegalArgumentException. */
    public static Endpoint parse(String text) {
        int equal = text.indexOf('=');
        HttpUrl url = equal < 1 ? null : HttpUrl.parse(text.substring(equal + 1));
        if (url == null) {
            throw refused(text);
        }
        return new Endpoint(text.substring(0, equal), url.uri());
    }

    private static boolean isBare(@Nullable HttpUrl url) {
        return url != null
                && url.encodedUsername().isEmpty()
                && url.encodedPassword().isEmpty()
                && url.encodedQuery() == null
                && url.encodedFragment() == null;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("endpoint: '" + text
                + "' is not allowed; HOST=URL is, with an http or https URL without user, query and fragment,"
                + " as huggingface.co=http://localhost:8080/hf");
    }
}
