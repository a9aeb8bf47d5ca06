package io.ptmtorrent.crawler.hub.huggingface;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockWebServer;

/** A server in the place of huggingface.co, and the hub as one test asks it: without a second try. */
final class HubServer implements AutoCloseable {
    final MockWebServer server = new MockWebServer();
    private final List<HubHttp> clients = new ArrayList<>();

    HubServer() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HuggingFace hub(Map<String, Token> tokens) {
        HubHttp http = HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(
                                new Endpoint("huggingface.co", server.url("/").uri())))
                        .withTokens(tokens)
                        .withPace(1, Duration.ZERO),
                new SimpleMeterRegistry());
        clients.add(http);
        return new HuggingFace(http);
    }

    @Override
    public void close() {
        clients.forEach(HubHttp::close);
        server.close();
    }
}
