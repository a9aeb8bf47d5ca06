package io.ptmtorrent.http;

import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port, as {@code --allow-private HOST:PORT} names them.
 *
 * @param host a name or an IP address in lower case; IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:[^\\s/?#@\\\\:\\[\\]]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}");

    public HostPort {
        HttpUrl url = parsed(host, port);
        if (url == null) {
            throw refused(host + ":" + port);
        }
        host = url.host();
    }

    /** Reads {@code HOST:PORT} or {@code [IPv6]:PORT}; anything else is an IllegalArgumentException. */
    public static HostPort parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw refused(text);
        }
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
    }

    static HostPort of(HttpUrl url) {
        return new HostPort(url.host(), url.port());
    }

    private static @Nullable HttpUrl parsed(String host, int port) {
        try {
            return new HttpUrl.Builder()
                    .scheme("http")
                    .host(host.toLowerCase(Locale.ROOT))
                    .port(port)
                    .build();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "allow-private: '" + text + "' is not allowed; HOST:PORT is, as localhost:8080 or [::1]:8080");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
