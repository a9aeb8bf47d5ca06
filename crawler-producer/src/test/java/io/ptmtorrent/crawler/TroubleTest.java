package io.ptmtorrent.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HostDownException;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.NotBeforeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final CrawlerConfig CONFIG = CrawlerConfig.from(Map.of("crawler.give-up-after", "PT1M"));

    @Test
    void aTimeThatTheHubNamedPutsTheEndOfPatienceOff() throws IOException {
        // given
        NotBeforeException limited = thrown(NotBeforeException.class, 429, "Retry-After", "600");
        Instant now = limited.notBefore().minusSeconds(600);

        // when
        Trouble trouble = Trouble.NONE.after(limited, SECOND, 0, now);

        // then
        assertThat(trouble.until()).isEqualTo(limited.notBefore());
        assertThat(trouble.isOver(CONFIG, now.plusSeconds(659))).isFalse();
        assertThat(trouble.isOver(CONFIG, now.plusSeconds(660))).isTrue();
    }

    @Test
    void aDeadHostIsNotAskedBeforeItsProbeButEndsARunInTime() throws IOException {
        // given
        HostDownException dead = thrown(HostDownException.class, 502);
        Instant now = dead.notBefore().minusSeconds(50);

        // when
        Trouble trouble = Trouble.NONE.after(dead, SECOND, 0, now);

        // then
        assertThat(trouble.until()).isEqualTo(dead.notBefore());
        assertThat(trouble.isOver(CONFIG, now.plusSeconds(59))).isFalse();
        assertThat(trouble.isOver(CONFIG, now.plusSeconds(60))).isTrue();
    }

    /** What the client throws when a host has answered the same often enough. */
    private static <T extends IOException> T thrown(Class<T> kind, int code, String... headers) throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            URI here = server.url("/").uri();
            HubHttpConfig config = HubHttpConfig.defaults("test")
                    .withEndpoints(List.of(new Endpoint("hub.example", here)))
                    .withPace(1, Duration.ZERO);
            Request request = new Request.Builder().url("https://hub.example/").build();
            try (HubHttp http = HubHttp.create(config, new SimpleMeterRegistry())) {
                for (int tries = 0; tries < 50; tries++) {
                    server.enqueue(new MockResponse(code, Headers.of(headers), ""));
                    try {
                        http.client().newCall(request).execute().close();
                    } catch (IOException e) {
                        if (kind.isInstance(e)) {
                            return kind.cast(e);
                        }
                    }
                }
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " came");
    }
}
