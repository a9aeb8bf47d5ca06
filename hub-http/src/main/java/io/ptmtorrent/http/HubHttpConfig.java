package io.ptmtorrent.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What the client must know; refuses what makes no sense, naming key, value and what is allowed.
 *
 * @param contact who answers for the requests, an address or a URL, for the User-Agent; null: a tenth of every quota
 * @param version of this program, for the User-Agent
 * @param endpoints canonical host to where its traffic goes instead
 * @param allowPrivate loopback and private servers that may be asked beside the endpoints' targets
 * @param tokens canonical host to its token, sent to that host (or its endpoint) alone
 * @param connectTimeout of one address, TLS included apart; zero means none
 * @param readTimeout the longest silence of a server; zero means none
 * @param callTimeout the whole call, waits, redirects and reading the body included; zero means none
 * @param patience the longest wait for a turn, and how long after its first attempt a request is still repeated
 * @param share of the quota that this process takes, above 0 and at most 1
 * @param perHost requests under way at one host at most, 1 to 1,000; servers on this machine have no such bound
 * @param bandwidth how fast bodies are read, servers on this machine included
 */
public record HubHttpConfig(
        @Nullable String contact,
        String version,
        Map<String, URI> endpoints,
        Set<HostPort> allowPrivate,
        Map<String, Token> tokens,
        Duration connectTimeout,
        Duration readTimeout,
        Duration callTimeout,
        Duration patience,
        double share,
        int perHost,
        Bandwidth bandwidth) {

    private static final Predicate<String> VERSION =
            Pattern.compile("[A-Za-z0-9._+-]{1,64}").asMatchPredicate();
    private static final Predicate<String> CONTACT = Pattern.compile(
                    "[\\x21-\\x7e&&[^()\\\\]][\\x20-\\x7e&&[^()\\\\]]{0,199}")
            .asMatchPredicate();
    private static final Predicate<String> LOOPBACK =
            Pattern.compile("localhost|127\\.[0-9.]+|::1").asMatchPredicate();
    private static final double WITHOUT_CONTACT = 0.1;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_PER_HOST = 1000;
    private static final String PER_HOST = "http.per-host";
    private static final String TOKEN = "http.token.";
    private static final String TOKEN_FILE = "http.token-file";

    public HubHttpConfig {
        demand(
                contact == null || CONTACT.test(contact),
                "contact",
                contact,
                "1 to 200 ASCII characters but ( ) and \\");
        demand(VERSION.test(version), "version", version, "1 to 64 letters, digits and . _ + -");
        demand(share > 0 && share <= 1, "share", share, "above 0 and at most 1");
        demand(perHost >= 1 && perHost <= MOST_PER_HOST, PER_HOST, perHost, "1 to " + MOST_PER_HOST);
        demandTime("connectTimeout", connectTimeout);
        demandTime("readTimeout", readTimeout);
        demandTime("callTimeout", callTimeout);
        demandTime("patience", patience);
        endpoints = endpoints.entrySet().stream()
                .map(e -> new Endpoint(e.getKey(), e.getValue()))
                .collect(Collectors.toUnmodifiableMap(Endpoint::host, Endpoint::target));
        tokens.keySet().forEach(HubHttpConfig::demandHost);
        allowPrivate = Set.copyOf(allowPrivate);
        tokens = Map.copyOf(tokens);
    }

    /**
     * No contact, no endpoints, no tokens; ten seconds to connect, sixty of silence, four fifths of the quota, 16
     * requests at a host at a time.
     */
    public static HubHttpConfig defaults(String version) {
        return new HubHttpConfig(
                null,
                version,
                Map.of(),
                Set.of(),
                Map.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ZERO,
                Duration.ofSeconds(10),
                0.8,
                16,
                Bandwidth.UNLIMITED);
    }

    /**
     * Reads a service's settings over the defaults: {@code http.contact}; {@code http.endpoints} and
     * {@code http.allow-private}, HOST=URL and HOST:PORT, comma separated; {@code http.per-host}; {@code http.token-file},
     * a {@link TokenFile}, and over it {@code http.token.HOST}, that host's token; {@code http.bandwidth}, of all hosts
     * together, {@code http.bandwidth.per-host}, of each, and {@code http.bandwidth.HOST}, of that one, as 50MB/s.
     */
    public static HubHttpConfig from(String version, Map<String, String> settings) {
        HubHttpConfig defaults = defaults(version);
        return defaults(version)
                .withContact(settings.get("http.contact"))
                .withEndpoints(list(settings, "http.endpoints", Endpoint::parse))
                .withAllowPrivate(list(settings, "http.allow-private", HostPort::parse))
                .withTokens(tokens(settings))
                .withPerHost(perHost(settings, defaults.perHost()))
                .withBandwidth(Bandwidth.from(settings));
    }

    private static Map<String, Token> tokens(Map<String, String> settings) {
        String file = settings.get(TOKEN_FILE);
        Map<String, Token> tokens =
                new HashMap<>(file == null ? Map.of() : TokenFile.read(TOKEN_FILE, Path.of(file.strip())));
        settings.forEach((key, value) -> {
            if (key.startsWith(TOKEN)) {
                tokens.put(key.substring(TOKEN.length()), token(key, value));
            }
        });
        return tokens;
    }

    private static Token token(String key, String value) {
        try {
            return new Token(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static int perHost(Map<String, String> settings, int otherwise) {
        String text = settings.get(PER_HOST);
        try {
            return text == null ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PER_HOST + ": '" + text + "' is not allowed; 1 to " + MOST_PER_HOST, e);
        }
    }

    private static <T> List<T> list(Map<String, String> settings, String key, Function<String, T> parser) {
        return Stream.of(settings.getOrDefault(key, "").split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(parser)
                .toList();
    }

    public HubHttpConfig withContact(@Nullable String who) {
        return new HubHttpConfig(
                who,
                version,
                endpoints,
                allowPrivate,
                tokens,
                connectTimeout,
                readTimeout,
                callTimeout,
                patience,
                share,
                perHost,
                bandwidth);
    }

    /** The same with these endpoints instead; a host named twice is an IllegalArgumentException. */
    public HubHttpConfig withEndpoints(Collection<Endpoint> all) {
        Map<String, URI> byHost = new HashMap<>();
        for (Endpoint one : all) {
            URI other = byHost.putIfAbsent(one.host(), one.target());
            demand(other == null, "endpoint", one.host(), "each host once");
        }
        return new HubHttpConfig(
                contact,
                version,
                byHost,
                allowPrivate,
                tokens,
                connectTimeout,
                readTimeout,
                callTimeout,
                patience,
                share,
                perHost,
                bandwidth);
    }

    public HubHttpConfig withAllowPrivate(Collection<HostPort> servers) {
        return new HubHttpConfig(
                contact,
                version,
                endpoints,
                Set.copyOf(servers),
                tokens,
                connectTimeout,
                readTimeout,
                callTimeout,
                patience,
                share,
                perHost,
                bandwidth);
    }

    public HubHttpConfig withTokens(Map<String, Token> byHost) {
        return new HubHttpConfig(
                contact,
                version,
                endpoints,
                allowPrivate,
                byHost,
                connectTimeout,
                readTimeout,
                callTimeout,
                patience,
                share,
                perHost,
                bandwidth);
    }

    public HubHttpConfig withTimeouts(Duration connect, Duration read, Duration call) {
        return new HubHttpConfig(
                contact,
                version,
                endpoints,
                allowPrivate,
                tokens,
                connect,
                read,
                call,
                patience,
                share,
                perHost,
                bandwidth);
    }

    public HubHttpConfig withPace(double ofQuota, Duration longestWait) {
        return new HubHttpConfig(
                contact,
                version,
                endpoints,
                allowPrivate,
                tokens,
                connectTimeout,
                readTimeout,
                callTimeout,
                longestWait,
                ofQuota,
                perHost,
                bandwidth);
    }

    /** The same with another bound on the requests under way at one host. */
    public HubHttpConfig withPerHost(int most) {
        return new HubHttpConfig(
                contact,
                version,
                endpoints,
                allowPrivate,
                tokens,
                connectTimeout,
                readTimeout,
                callTimeout,
                patience,
                share,
                most,
                bandwidth);
    }

    /** The same with other caps on how fast bodies are read. */
    public HubHttpConfig withBandwidth(Bandwidth caps) {
        return new HubHttpConfig(
                contact,
                version,
                endpoints,
                allowPrivate,
                tokens,
                connectTimeout,
                readTimeout,
                callTimeout,
                patience,
                share,
                perHost,
                caps);
    }

    /**
     * The share of a host's quota that is taken: who does not say whom to call takes a tenth of it, except from servers of
     * their own.
     *
     * @param host canonical
     */
    public double shareAt(String host) {
        return contact == null && !isOwn(host) ? share * WITHOUT_CONTACT : share;
    }

    /** Whether a host's traffic stays on this machine. */
    boolean isOwn(String host) {
        HttpUrl url = new HttpUrl.Builder().scheme("https").host(host).build();
        return LOOPBACK.test(new Endpoints(endpoints).toTarget(url).host());
    }

    private static void demandHost(String host) {
        boolean canonical = !host.isEmpty() && host.equals(Hosts.canonical(host));
        demand(canonical, "token host", host, "a host in lower case without port");
    }

    private static void demandTime(String key, Duration time) {
        demand(!time.isNegative() && time.compareTo(LONGEST) <= 0, key, time, "zero to one day");
    }

    private static void demand(boolean holds, String key, @Nullable Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": '" + value + "' is not allowed; " + allowed);
        }
    }
}
