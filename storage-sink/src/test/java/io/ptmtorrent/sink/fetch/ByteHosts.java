package io.ptmtorrent.sink.fetch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HostPort;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/** A hub and a byte host on loopback, a client that asks once, and a store to fetch into. */
public final class ByteHosts implements AutoCloseable {
    /** Canonical URL of a file at the hub. */
    public static final HttpUrl FILE = HttpUrl.get("https://huggingface.co/o/m/resolve/abc/model.bin");

    public final MockWebServer hub = new MockWebServer();
    public final MockWebServer cdn = new MockWebServer();
    public final HubHttp http;
    public final ObjectStore store;

    public ByteHosts(Path dir) throws IOException {
        this(DirectoryStore.open(dir.resolve("objects")));
    }

    /** @param store is closed with it */
    public ByteHosts(ObjectStore store) throws IOException {
        this.store = store;
        hub.start(InetAddress.getLoopbackAddress(), 0);
        cdn.start(InetAddress.getLoopbackAddress(), 0);
        http = newClient();
    }

    /** A client that remembers nothing of what hosts said before, as another process would be. */
    public HubHttp newClient() {
        return newClient(Duration.ofMinutes(1));
    }

    /** One that waits so long for an answer. */
    public HubHttp newClient(Duration patience) {
        URI here = hub.url("/").uri();
        return HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(new Endpoint("huggingface.co", here)))
                        .withAllowPrivate(List.of(new HostPort(cdn.getHostName(), cdn.getPort())))
                        .withTokens(Map.of("huggingface.co", new Token("hf_t")))
                        .withTimeouts(Duration.ofMinutes(1), patience, Duration.ZERO)
                        .withPace(1, Duration.ZERO),
                new SimpleMeterRegistry());
    }

    Fetched fetch(Expected expected) throws StoreException {
        return fetch(expected, new FetchLimits(1L << 30, Duration.ofMinutes(5), 0));
    }

    Fetched fetch(Expected expected, FetchLimits limits) throws StoreException {
        return new ArtifactFetcher(http, store).fetch("huggingface", FILE, expected, limits);
    }

    /** The hub redirects to the byte host. */
    ByteHosts redirects(String... headers) {
        hub.enqueue(new MockResponse.Builder()
                .code(302)
                .headers(Headers.of(headers)
                        .newBuilder()
                        .add("Location", cdn.url("/bytes?Signature=secret").toString())
                        .build())
                .body("Temporary Redirect")
                .build());
        return this;
    }

    static MockResponse answer(int code, String body, String... headers) {
        return new MockResponse.Builder()
                .code(code)
                .headers(Headers.of(headers))
                .body(body)
                .build();
    }

    /** Everything that is visible. */
    public List<ObjectKey> visible() throws StoreException {
        try (Stream<ObjectKey> keys = store.list("")) {
            return keys.toList();
        }
    }

    @Override
    public void close() throws StoreException {
        try (store) {
            http.close();
            hub.close();
            cdn.close();
        }
    }
}
