package io.ptmtorrent.http;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Canonical URLs and where they lead: {@code https://huggingface.co/x} may stand for {@code http://localhost:8080/hf/x}.
 *
 * <p>Callers, logs and records speak canonical URLs alone. Only {@link EndpointInterceptor} asks for the other form.
 * Immutable.
 */
public final class Endpoints {
    private final Map<String, HttpUrl> targets;

    Endpoints(Map<String, URI> byHost) {
        this.targets = byHost.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Entry::getKey, e -> HttpUrl.get(e.getValue())));
    }

    /**
     * The canonical URL that a reference of a hub's answer means (Location, Link), or empty if it is no http(s) URL.
     *
     * <p>The reference is resolved as RFC 3986 says, against the URL that was really asked. A mirror below a path
     * prefix may pass references on as the hub wrote them, without its prefix: they mean the hub's own path.
     *
     * @param asked the canonical URL that was answered
     */
    public Optional<HttpUrl> resolve(HttpUrl asked, String reference) {
        HttpUrl found = toTarget(asked).resolve(reference);
        return Optional.ofNullable(found).map(url -> toCanonical(url, asked));
    }

    /** What {@link #resolve} finds, if it stays on the same host, with its scheme and port: a next page, for instance. */
    public Optional<HttpUrl> resolveOnSameHost(HttpUrl asked, String reference) {
        return resolve(asked, reference).filter(url -> isSameOrigin(asked, url));
    }

    static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }

    HttpUrl toTarget(HttpUrl canonical) {
        HttpUrl target = targetOf(canonical);
        if (target == null) {
            return canonical;
        }
        return canonical
                .newBuilder()
                .scheme(target.scheme())
                .host(target.host())
                .port(target.port())
                .encodedPath(prefix(target) + canonical.encodedPath())
                .build();
    }

    Set<HostPort> servers() {
        return targets.values().stream().map(HostPort::of).collect(Collectors.toUnmodifiableSet());
    }

    private HttpUrl toCanonical(HttpUrl found, HttpUrl asked) {
        List<Entry<String, HttpUrl>> here = targets.entrySet().stream()
                .filter(e -> isSameOrigin(e.getValue(), found))
                .toList();
        return here.stream()
                .filter(e -> found.encodedPath().startsWith(prefix(e.getValue()) + "/"))
                .max(longestPrefixThen(asked.host()))
                .map(e -> canonical(e.getKey(), found, prefix(e.getValue()).length()))
                .orElseGet(() -> here.stream().anyMatch(e -> e.getKey().equals(asked.host()))
                        ? canonical(asked.host(), found, 0)
                        : found);
    }

    private static Comparator<Entry<String, HttpUrl>> longestPrefixThen(String host) {
        return Comparator.<Entry<String, HttpUrl>>comparingInt(
                        e -> prefix(e.getValue()).length())
                .thenComparing(e -> e.getKey().equals(host))
                .thenComparing(Entry::getKey);
    }

    private static HttpUrl canonical(String host, HttpUrl found, int prefixLength) {
        return found.newBuilder()
                .scheme("https")
                .host(host)
                .port(HttpUrl.defaultPort("https"))
                .encodedPath(found.encodedPath().substring(prefixLength))
                .build();
    }

    private @Nullable HttpUrl targetOf(HttpUrl canonical) {
        return Hosts.isAtDefaultPort(canonical) ? targets.get(canonical.host()) : null;
    }

    private static String prefix(HttpUrl target) {
        String path = target.encodedPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
