package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.http.BoundedBody.Broken;
import io.ptmtorrent.http.BoundedBody.TooLong;
import io.ptmtorrent.http.BoundedBody.Whole;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {
    private final MockWebServer server = new MockWebServer();
    private final OkHttpClient client = new OkHttpClient();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        client.connectionPool().evictAll();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100})
    void readsAllOfABodyUpToTheLimit(int length) throws IOException {
        // given
        server.enqueue(response().body("x".repeat(length)).build());

        // when
        BoundedBody body = BoundedBody.read(get(), 100);

        // then
        assertThat(body).isEqualTo(new Whole(ByteString.encodeUtf8("x".repeat(length))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheHeadOfABodyBeyondTheLimit(boolean chunked) throws IOException {
        // given
        String text = "x".repeat(101);
        server.enqueue(
                chunked
                        ? response().chunkedBody(text, 7).build()
                        : response().body(text).build());

        // when
        BoundedBody body = BoundedBody.read(get(), 100);

        // then
        assertThat(body).isEqualTo(new TooLong(ByteString.encodeUtf8("x".repeat(100))));
    }

    @Test
    void keepsNoMoreOfALongBodyThanADeadLetterHolds() throws IOException {
        // given
        server.enqueue(response().body(new Buffer().write(new byte[600_000])).build());

        // when
        BoundedBody body = BoundedBody.read(get(), 500_000);

        // then
        assertThat(body)
                .isInstanceOfSatisfying(
                        TooLong.class, it -> assertThat(it.head().size()).isEqualTo(BoundedBody.HEAD_BYTES));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheHeadOfABodyThatBreaksOff(boolean chunked) throws IOException {
        // given
        String text = "x".repeat(1_000_000);
        MockResponse.Builder half =
                chunked ? response().chunkedBody(text, 1000) : response().body(text);
        server.enqueue(half.onResponseBody(new SocketEffect.CloseSocket()).build());

        // when
        BoundedBody body = BoundedBody.read(get(), 2_000_000);

        // then
        assertThat(body)
                .isInstanceOfSatisfying(
                        Broken.class, it -> assertThat(it.head().size()).isBetween(1, BoundedBody.HEAD_BYTES));
    }

    @Test
    void callsABodyShorterThanAnnouncedBroken() throws IOException {
        // given
        server.enqueue(response()
                .body("short")
                .setHeader("Content-Length", 50)
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());

        // when
        BoundedBody body = BoundedBody.read(get(), 100);

        // then
        assertThat(body)
                .isInstanceOfSatisfying(
                        Broken.class, it -> assertThat(it.head()).isEqualTo(ByteString.encodeUtf8("short")));
    }

    @Test
    void measuresAGzipAnswerByWhatComesOutOfIt() throws IOException {
        // given
        Buffer bomb = gzip(new byte[10_000_000]);
        server.enqueue(
                response().addHeader("Content-Encoding", "gzip").body(bomb).build());

        // when
        BoundedBody body = BoundedBody.read(get(), 100_000);

        // then
        assertThat(body).isEqualTo(new TooLong(ByteString.of(new byte[100_000])));
    }

    @Test
    void unpacksAGzipAnswerAndCallsHalfOfOneBroken() throws IOException {
        // given
        Buffer packed = gzip("hello".getBytes(StandardCharsets.UTF_8));
        Buffer half = new Buffer().write(packed.snapshot(), 0, (int) packed.size() - 6);
        server.enqueue(
                response().addHeader("Content-Encoding", "gzip").body(packed).build());
        server.enqueue(
                response().addHeader("Content-Encoding", "gzip").body(half).build());

        // when
        BoundedBody whole = BoundedBody.read(get(), 100);
        BoundedBody broken = BoundedBody.read(get(), 100);

        // then
        assertThat(whole).isEqualTo(new Whole(ByteString.encodeUtf8("hello")));
        assertThat(broken).isInstanceOf(Broken.class);
    }

    private static MockResponse.Builder response() {
        return new MockResponse.Builder();
    }

    private Response get() throws IOException {
        return client.newCall(new Request.Builder().url(server.url("/")).build())
                .execute();
    }

    private static Buffer gzip(byte[] bytes) throws IOException {
        Buffer packed = new Buffer();
        try (BufferedSink sink = Okio.buffer(new GzipSink(packed))) {
            sink.write(bytes);
        }
        return packed;
    }
}
