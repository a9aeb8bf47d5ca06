package io.ptmtorrent.http;

import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Canonical hosts: lower case, no port, as they stand in canonical URLs. */
final class Hosts {
    private Hosts() {}

    /** The host as OkHttp writes it, or null if the text is anything but a host. */
    static @Nullable String canonical(String text) {
        HttpUrl url = HttpUrl.parse("https://" + text + "/");
        return url != null && url.host().equals(text.toLowerCase(Locale.ROOT)) ? url.host() : null;
    }

    /** Whether a URL leads to a host's own port: the ones that endpoints and tokens are meant for. */
    static boolean isAtDefaultPort(HttpUrl url) {
        return url.port() == HttpUrl.defaultPort(url.scheme());
    }
}
