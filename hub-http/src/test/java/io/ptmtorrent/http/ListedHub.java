package io.ptmtorrent.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/** A server on loopback that stands for huggingface.co, and the whole list of interceptors in front of it. */
final class ListedHub implements AutoCloseable {
    static final String HOST = "huggingface.co";

    final FakeTime time = new FakeTime();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final MockWebServer server = new MockWebServer();
    final HubHttpConfig config;
    final HubHttp http;

    ListedHub() throws IOException {
        this(config -> config);
    }

    ListedHub(UnaryOperator<HubHttpConfig> settings) throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
        config = settings.apply(HubHttpConfig.defaults("1.2.3")
                .withContact("crawl@example.org")
                .withEndpoints(List.of(Endpoint.parse(HOST + "=" + server.url("/")))));
        http = HubHttp.create(config, registry, time.surroundings());
    }

    ListedHub answers(int code, String... namesAndValues) {
        server.enqueue(new MockResponse.Builder()
                .code(code)
                .headers(Headers.of(namesAndValues))
                .body("body of " + code)
                .build());
        return this;
    }

    Response get(String url) throws IOException {
        return ask(new Request.Builder().url(url).build());
    }

    Response ask(Request request) throws IOException {
        return http.client().newCall(request).execute();
    }

    RecordedRequest nextRequest() throws InterruptedException {
        return server.takeRequest();
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
