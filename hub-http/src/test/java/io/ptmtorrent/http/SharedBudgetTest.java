package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.core.IntervalFunction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fifty threads, one budget of a request a second. */
class SharedBudgetTest {
    private static final int THREADS = 50;
    private static final Headers QUOTA =
            Headers.of("ratelimit", "\"api\";r=100;t=100", "ratelimit-policy", "\"fixed window\";\"api\";q=100;w=100");

    private final HandMovedTime time = new HandMovedTime();
    private final AtomicBoolean limited = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final MockWebServer server = new MockWebServer();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return limited.get()
                        ? new MockResponse(429, Headers.of("Retry-After", "60"), "")
                        : new MockResponse(200, QUOTA, "");
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    @Test
    void manyThreadsShareOneBudgetAndOneRefusal() throws InterruptedException {
        try (HubHttp http = http()) {
            // given
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> ask(http));
            }

            // when
            time.awaitSleepers(THREADS - 1);
            int first = server.getRequestCount();
            time.pass(Duration.ofSeconds(10));
            awaitAnswers(11);
            int afterTenSeconds = server.getRequestCount();
            limited.set(true);
            time.pass(Duration.ofSeconds(1));
            time.awaitSleepers(THREADS - 11);
            int refused = server.getRequestCount();
            limited.set(false);
            time.pass(Duration.ofSeconds(59));
            time.awaitSleepers(THREADS - 11);
            int beforeTheNamedTime = server.getRequestCount();
            time.pass(Duration.ofSeconds(1));
            awaitAnswers(12);

            // then
            assertThat(first).isEqualTo(1);
            assertThat(afterTenSeconds).isEqualTo(11);
            assertThat(refused).isEqualTo(12);
            assertThat(beforeTheNamedTime).isEqualTo(12);
            assertThat(server.getRequestCount()).isEqualTo(13);
        }
    }

    private HubHttp http() {
        IntervalFunction second = IntervalFunction.of(Duration.ofSeconds(1));
        HubHttpConfig config = HubHttpConfig.defaults("1.0")
                .withPace(1, Duration.ofHours(1))
                .withEndpoints(
                        List.of(new Endpoint("huggingface.co", server.url("/").uri())));
        return HubHttp.create(
                config, new SimpleMeterRegistry(), new Surroundings(time, time, second, second, second, Dns.SYSTEM));
    }

    private void ask(HubHttp http) {
        Request request =
                new Request.Builder().url("https://huggingface.co/api/models").build();
        try {
            http.client().newCall(request).execute().close();
            answered.incrementAndGet();
        } catch (IOException e) {
            // The end of the test interrupts who still waits.
        }
    }

    private void awaitAnswers(int count) throws InterruptedException {
        time.awaitSleepers(THREADS - count);
        await().atMost(Duration.ofMinutes(5)).until(() -> answered.get() == count);
    }
}
