package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only shows over TLS and HTTP/2: one certificate, and so one connection, may serve several names. */
class TlsTest {
    private final HeldCertificate certificate = new HeldCertificate.Builder()
            .addSubjectAlternativeName("hub.example")
            .addSubjectAlternativeName("inside.example")
            .build();
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksOverTlsThroughGuardedSockets() throws IOException {
        try (HubHttp http = http("hub.example")) {
            // given
            server.enqueue(new MockResponse(200, Headers.EMPTY, "hello"));

            // when
            Response response = trusting(http).newCall(get("hub.example")).execute();

            // then
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            assertThat(response.body().string()).isEqualTo("hello");
        }
    }

    @Test
    void refusesAPrivateHostAlsoOnAConnectionThatIsOpenForAnother() throws IOException {
        try (HubHttp http = http("hub.example")) {
            // given
            server.enqueue(new MockResponse(200, Headers.EMPTY, "hello"));
            server.enqueue(new MockResponse(200, Headers.EMPTY, "inside"));
            OkHttpClient client = trusting(http);
            client.newCall(get("hub.example")).execute().close();

            // when, then
            assertThatThrownBy(() -> client.newCall(get("inside.example")).execute())
                    .isInstanceOfSatisfying(
                            RefusedRequestException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.PRIVATE_ADDRESS));
            assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void doesNotRepeatARequestToAServerThatNobodyVouchesFor() {
        try (HubHttp http = http("hub.example")) {
            // when, then
            assertThatThrownBy(() -> http.client().newCall(get("hub.example")).execute())
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(http.counts().of("hub.example").sent()).isEqualTo(1);
            assertThat(http.counts().of("hub.example").failed()).isEqualTo(1);
        }
    }

    private HubHttp http(String allowed) {
        HubHttpConfig config = HubHttpConfig.defaults("1.0")
                .withTokens(Map.of("hub.example", new Token("t")))
                .withAllowPrivate(Set.of(new HostPort(allowed, server.getPort())));
        return HubHttp.create(config, new SimpleMeterRegistry(), new FakeTime().surroundings());
    }

    private OkHttpClient trusting(HubHttp http) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        return http.client()
                .newBuilder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }

    private Request get(String host) {
        return new Request.Builder()
                .url("https://" + host + ":" + server.getPort() + "/x")
                .build();
    }
}
