package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SampleHubTest {
    private static final SampleHubConfig CONFIG = SampleHubConfig.defaults().withModels(60);

    @Test
    void requestsAreRecordedInOrderWithoutTheToken() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG);
                HubReader reader = new HubReader(hub)) {
            // when
            reader.get("/api/models?limit=2");
            reader.get("/api/models/x", "authorization", "Bearer hf_secret");
            reader.get(URI.create(hub.cdnUri() + "/y"));
            // then
            assertThat(hub.requests())
                    .extracting(
                            HubRequest::number,
                            HubRequest::host,
                            HubRequest::path,
                            HubRequest::query,
                            HubRequest::authorized)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    1L, HubRequest.Host.API, "/api/models", "limit=2", false),
                            org.assertj.core.groups.Tuple.tuple(2L, HubRequest.Host.API, "/api/models/x", "", true),
                            org.assertj.core.groups.Tuple.tuple(3L, HubRequest.Host.CDN, "/y", "", false));
            assertThat(hub.requests().toString()).doesNotContain("hf_secret");
            assertThat(hub.requestCount(HubRequest.Host.API)).isEqualTo(2);
            assertThat(hub.requestCount(HubRequest.Host.CDN)).isEqualTo(1);
        }
    }

    @Test
    void listenerCanHoldARequestBeforeItIsAnswered() throws Exception {
        // given
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (SampleHub hub = SampleHub.start(CONFIG);
                HubReader reader = new HubReader(hub)) {
            hub.onRequest(request -> {
                arrived.countDown();
                await(release);
            });
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> status(reader));
            // when
            assertThat(arrived.await(5, TimeUnit.MINUTES)).isTrue();
            boolean early = answer.isDone();
            release.countDown();
            // then
            assertThat(early).isFalse();
            assertThat(answer.get(5, TimeUnit.MINUTES)).isEqualTo(200);
        }
    }

    @Test
    void closedHubDropsItsConnections() throws IOException {
        // given
        SampleHub hub = SampleHub.start(CONFIG);
        try (Socket connection =
                new Socket(InetAddress.getLoopbackAddress(), hub.apiUri().getPort())) {
            connection
                    .getOutputStream()
                    .write("GET /api/models?limit=1 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.getInputStream().read()).isEqualTo('H');
            // when
            hub.close();
            // then
            InputStream in = connection.getInputStream();
            assertThat(readToEnd(in)).contains("200");
            assertThatThrownBy(() -> new Socket(
                                    InetAddress.getLoopbackAddress(),
                                    hub.apiUri().getPort())
                            .close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void quotaRefusesWithTheHubsHeaders() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withQuota(3, 300));
                HubReader reader = new HubReader(hub)) {
            List<String> answers = new ArrayList<>();
            // when
            for (int i = 0; i < 4; i++) {
                var answer = reader.get("/api/models?limit=1");
                answers.add(answer.statusCode() + " "
                        + HubReader.header(answer, "ratelimit").replaceAll("t=\\d+", "t"));
                assertThat(HubReader.header(answer, "ratelimit-policy"))
                        .isEqualTo("\"fixed window\";\"api\";q=3;w=300");
            }
            // then
            assertThat(answers)
                    .containsExactly(
                            "200 \"api\";r=2;t", "200 \"api\";r=1;t", "200 \"api\";r=0;t", "429 \"api\";r=0;t");
        }
    }

    @Test
    void bucketsAreCountedApartAndWindowsEnd() {
        // given
        AtomicLong nanos = new AtomicLong(5);
        Quota quota = new Quota(1, 10, nanos::get);
        List<Boolean> refused = new ArrayList<>();
        // when
        refused.add(quota.charge(Quota.Bucket.API).refused());
        refused.add(quota.charge(Quota.Bucket.RESOLVERS).refused());
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(9_500));
        Quota.Charge late = quota.charge(Quota.Bucket.API);
        refused.add(late.refused());
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        refused.add(quota.charge(Quota.Bucket.API).refused());
        // then
        assertThat(refused).containsExactly(false, false, true, false);
        assertThat(late.resetSeconds()).isEqualTo(1);
    }

    @Test
    void otherMethodsAreRefusedAndHeadHasNoBody() throws Exception {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG)) {
            // when
            String post =
                    converse(hub, "POST /api/models HTTP/1.1\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc");
            String head = converse(hub, "HEAD /api/models?limit=1 HTTP/1.1\r\nconnection: close\r\n\r\n");
            String nonsense = converse(hub, "nonsense\r\n\r\n");
            // then
            assertThat(post).startsWith("HTTP/1.1 405").contains("allow: GET, HEAD");
            assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
            assertThat(nonsense).isEmpty();
        }
    }

    @Test
    void processPrintsOneLineAndStaysUntilInterrupted() throws Exception {
        // given
        PipedInputStream in = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(in), true, StandardCharsets.UTF_8);
        List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
        Thread process = Thread.ofPlatform().start(() -> {
            try {
                SampleHubProcess.run(CONFIG.withStep(2), out);
            } catch (IOException e) {
                failures.add(e);
            }
        });
        // when
        String line = line(in);
        int port = URI.create(line.replaceAll(".*api=(\\S+).*", "$1")).getPort();
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        process.interrupt();
        process.join(Duration.ofMinutes(5));
        // then
        assertThat(line)
                .matches("api=http://127\\.0\\.0\\.1:\\d+ cdn=http://127\\.0\\.0\\.1:\\d+ seed=1 models=60 step=2");
        assertThat(process.isAlive()).isFalse();
        assertThat(failures).isEmpty();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void wrongConfigNamesKeyAndValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withModels(-1))
                .withMessageContaining("models: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withStep(-1))
                .withMessageContaining("step: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withPorts(70_000, 0))
                .withMessageContaining("apiPort: 70000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withQuota(0, 1))
                .withMessageContaining("quota: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withPublicUrl("hub/"))
                .withMessageContaining("publicUrl: hub/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONFIG.withTokenForGated(" "))
                .withMessageContaining("tokenForGated");
    }

    @Test
    void takenPortIsAnIoException() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG)) {
            SampleHubConfig same = CONFIG.withPorts(hub.apiUri().getPort(), 0);
            // then
            assertThatThrownBy(() -> SampleHub.start(same).close()).isInstanceOf(IOException.class);
        }
    }

    private static int status(HubReader reader) {
        try {
            return reader.get("/api/models?limit=1").statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String converse(SampleHub hub, String request) throws IOException {
        try (Socket connection =
                new Socket(InetAddress.getLoopbackAddress(), hub.apiUri().getPort())) {
            connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return readToEnd(connection.getInputStream());
        }
    }

    private static String readToEnd(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException e) {
            // A reset is an end too.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
