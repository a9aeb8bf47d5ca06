package io.ptmtorrent.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * The one HTTP client of crawler and sink; every request runs through one list, top to bottom, one job each.
 *
 * <pre>
 *   agent      User-Agent
 *   redirects  a few hops by hand; each runs through all below
 *   guard      no user in a URL (and, where sockets connect: no private address)
 *   retry      repeats what may work within seconds; each attempt runs through all below
 *   room       so many requests at a host at a time, until their answers are read
 *   circuit    a host that failed time and again is left alone, but for a probe
 *   pace       waits for a turn, learns from the answer
 *   token      a host's own token
 *   bandwidth  which caps hold for the bytes of the answer, which the wire is slowed to
 *   count      what is sent, by host
 *   endpoint   canonical URL to the server that is really asked
 * </pre>
 *
 * Their order is part of what they promise. Retries stand above room, circuit and pace, so that an attempt that waits for
 * its repetition holds no place, and each one is counted and paced. The room stands above the circuit and both above the
 * pace: whatever was waited for, circuit and pace are asked after it, and the pace has the last word before a request
 * goes. The token comes below all waiting, and the counter where a request really goes out. The endpoint comes late, so that all above, and the answer, speak canonical URLs; the address is checked last, on
 * the socket that is about to connect and on the connection that is about to carry the request.
 *
 * <p>How a call ends: with a response of any status but 429 (a 5xx only after its retries); with {@link
 * NotBeforeException}, which carries the time, for 429 and its like and for a spent quota, and as {@link
 * HostDownException} for a host that is left alone; with {@link
 * RefusedRequestException} for what is never sent; with any other IOException when no answer came. A call blocks its
 * thread while it waits: run it on a virtual thread. Interrupting that thread ends a wait. Thread-safe.
 */
public final class HubHttp implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 64;
    private static final Duration IDLE_TIME = Duration.ofMinutes(1);

    private final Endpoints endpoints;
    private final HubHttpMeters meters;
    private final Duration patience;
    private final Bandwidth bandwidth;
    private final PerHost<HostBudget> budgets;
    private final OkHttpClient client;

    private HubHttp(HubHttpConfig config, MeterRegistry registry, Surroundings world) {
        this.endpoints = new Endpoints(config.endpoints());
        this.meters = new HubHttpMeters(registry);
        this.patience = config.patience();
        this.bandwidth = config.bandwidth();
        this.budgets = new PerHost<>(host -> new HostBudget(config.shareAt(host), world.limitBackoff()));
        this.client = client(config, world);
    }

    private HubHttp(HubHttp shared, String hub) {
        this.endpoints = shared.endpoints;
        this.meters = shared.meters;
        this.patience = shared.patience;
        this.bandwidth = shared.bandwidth;
        this.budgets = shared.budgets;
        OkHttpClient.Builder builder = shared.client.newBuilder();
        Behalf behalf = new Behalf(hub);
        builder.interceptors()
                .add(
                        0,
                        chain -> chain.proceed(chain.request()
                                .newBuilder()
                                .tag(Behalf.class, behalf)
                                .build()));
        this.client = builder.build();
    }

    /** Starts a client; close it when no call is under way any more. */
    public static HubHttp create(HubHttpConfig config, MeterRegistry registry) {
        return create(config, registry, Surroundings.real());
    }

    static HubHttp create(HubHttpConfig config, MeterRegistry registry, Surroundings world) {
        return new HubHttp(config, registry, world);
    }

    /**
     * This client with all that it shares, counting what it sends as a hub's.
     *
     * <p>Closing the one closes the other.
     */
    public HubHttp forHub(String hub) {
        return new HubHttp(this, hub);
    }

    /** The client; give it canonical URLs. Deriving another one ({@code newBuilder}) loses promises: do not. */
    public OkHttpClient client() {
        return client;
    }

    /**
     * A way to a file's bytes, for who looks at every redirect: each hop asks for the bytes as they are (identity, RFC
     * 9110 section 12.5.3) and comes back as it is. Send each with {@link #client}.
     *
     * @param url canonical
     * @param hub on whose behalf
     */
    public Hops hops(HttpUrl url, String hub) {
        Request first = new Request.Builder()
                .url(url)
                .header("Accept-Encoding", "identity")
                .tag(FollowRedirects.class, FollowRedirects.NEVER)
                .tag(Behalf.class, new Behalf(hub))
                .build();
        return new Hops(first, endpoints, meters);
    }

    /** How fast bodies are read at most. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    /** Makes canonical URLs of what hubs put into Location and Link. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** What was sent so far, by canonical host. */
    public RequestCounts counts() {
        return meters.counts();
    }

    /**
     * Keeps requests to a host so far apart, as its robots.txt asks ({@code Crawl-delay}), beside all quotas.
     *
     * @param host canonical
     * @param time zero ends it; a longer one than the patience counts as the patience, since no turn further away is
     *     ever waited for
     */
    public void keepApart(String host, Duration time) {
        budgets.of(host).keepApart(time.compareTo(patience) < 0 ? time : patience);
    }

    /** What hosts last said is left of their quotas, by host and bucket. */
    public List<Allowance> allowances() {
        return meters.allowances();
    }

    /** Cancels what is under way and lets connections and threads go. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private OkHttpClient client(HubHttpConfig config, Surroundings world) {
        AddressGuard guard = new AddressGuard(config.allowPrivate(), endpoints.servers());
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectTimeout(config.connectTimeout())
                .readTimeout(config.readTimeout())
                .writeTimeout(config.readTimeout())
                .callTimeout(config.callTimeout())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_TIME.toMillis(), TimeUnit.MILLISECONDS))
                .dns(new NamedDns(world.dns()))
                .socketFactory(new GuardedSockets(guard))
                // A proxy would resolve names behind the guard's back; --endpoint is the way to send traffic elsewhere.
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .authenticator(Authenticator.NONE)
                .proxyAuthenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES);
        BandwidthInterceptor bandwidth = new BandwidthInterceptor(config.bandwidth(), world.clock(), world.sleeper());
        interceptors(config, world, bandwidth).forEach(builder::addInterceptor);
        return builder.addNetworkInterceptor(bandwidth::onTheWire)
                .addNetworkInterceptor(new ConnectionGuard(guard))
                .addNetworkInterceptor(new SingleSendInterceptor())
                .build();
    }

    private List<Interceptor> interceptors(HubHttpConfig config, Surroundings world, BandwidthInterceptor bandwidth) {
        return List.of(
                new AgentInterceptor(config.version(), config.contact()),
                new RedirectInterceptor(endpoints, meters),
                new GuardInterceptor(),
                new RetryInterceptor(world.clock(), world.sleeper(), world.retryBackoff(), config.patience(), meters),
                new RoomInterceptor(
                        new PerHost<>(host -> RoomInterceptor.Room.of(roomAt(host, config))),
                        world.clock(),
                        config.patience(),
                        meters),
                new CircuitInterceptor(new PerHost<>(host -> new Circuit(world.deadBackoff())), world.clock(), meters),
                new PaceInterceptor(budgets, world.clock(), world.sleeper(), config.patience(), meters),
                new TokenInterceptor(config.tokens()),
                bandwidth,
                new CountInterceptor(world.clock(), meters),
                new EndpointInterceptor(endpoints));
    }

    private int roomAt(String host, HubHttpConfig config) {
        return config.isOwn(host) ? Integer.MAX_VALUE : config.perHost();
    }
}
