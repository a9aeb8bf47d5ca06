package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import okhttp3.Response;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthTest {
    private static final String FILE = "https://huggingface.co/o/m/resolve/abc/model.bin";
    private static final int BYTES = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "50MB/s, 50000000",
        "1.5 MB/s, 1500000",
        "800kB/s, 800000",
        "2GB/s, 2000000000",
        "1MiB/s, 1048576",
        "64KiB/s, 65536",
        "1GiB/s, 1073741824",
        "7B/s, 7"
    })
    void readsRatesInBytesASecond(String text, long bytes) {
        assertThat(Rate.parse("--bandwidth", text).bytesPerSecond()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"50", "50MB", "50 Mbit/s", "0MB/s", "-1MB/s", "fast", "1e9B/s", "''"})
    void refusesWhatIsNoRateAndSaysWhatIs(String text) {
        assertThatThrownBy(() -> Rate.parse("--bandwidth", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--bandwidth: '" + text + "' is not allowed; ")
                .hasMessageContaining("as 50MB/s");
    }

    @ParameterizedTest
    @CsvSource({
        // in all, each host, this host, seconds for a million bytes
        "100kB/s,,, 10",
        ", 200kB/s,, 5",
        "100kB/s, 200kB/s,, 10",
        "200kB/s, 100kB/s,, 10",
        ", 100kB/s, 500kB/s, 2",
        ",, 500kB/s, 2",
    })
    void aBodyTakesTheTimeThatTheLowestCapGivesIt(
            @Nullable String total, @Nullable String perHost, @Nullable String own, int seconds) throws Exception {
        // given
        Map<String, Rate> byHost = own == null ? Map.of() : Map.of(ListedHub.HOST, Rate.parse("own", own));
        try (ListedHub hub = capped(new Bandwidth(rate(total), rate(perHost), byHost))) {
            hub.server.enqueue(body(BYTES));

            // when
            try (Response response = hub.get(FILE)) {
                assertThat(response.body().bytes()).hasSize(BYTES);
            }

            // then
            assertThat(hub.time.slept())
                    .isBetween(Duration.ofMillis(seconds * 1_000L - 110), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void twoReadersShareOneCap() throws Exception {
        // given
        try (ListedHub hub = capped(new Bandwidth(rate("100kB/s"), null, Map.of()))) {
            hub.server.enqueue(body(BYTES / 2));
            hub.server.enqueue(body(BYTES / 2));

            // when
            try (Response one = hub.get(FILE);
                    Response other = hub.get(FILE)) {
                while (!one.body().source().exhausted()
                        || !other.body().source().exhausted()) {
                    read(one);
                    read(other);
                }
            }

            // then
            assertThat(hub.time.slept()).isBetween(Duration.ofMillis(9_800), Duration.ofSeconds(10));
        }
    }

    @Test
    void aSlowReaderHoldsUpNoOtherRequestToItsHost() throws Exception {
        // given
        try (ListedHub hub = capped(new Bandwidth(null, rate("1kB/s"), Map.of()))) {
            hub.server.enqueue(body(BYTES));
            hub.answers(200);
            try (Response slow = hub.get(FILE)) {
                read(slow);
                Duration slept = hub.time.slept();

                // when
                Response quick = hub.get(FILE);

                // then
                assertThat(quick.code()).isEqualTo(200);
                assertThat(hub.time.slept()).isEqualTo(slept);
                quick.close();
            }
        }
    }

    @Test
    void whatComesPackedIsCountedAsItComes() throws Exception {
        // given
        Buffer packed = new Buffer();
        try (var gzip = Okio.buffer(new GzipSink(packed))) {
            gzip.write(new byte[BYTES]);
        }
        try (ListedHub hub = capped(new Bandwidth(rate("10kB/s"), null, Map.of()))) {
            hub.server.enqueue(new MockResponse.Builder()
                    .headers(Headers.of("Content-Encoding", "gzip"))
                    .body(packed)
                    .build());

            // when
            try (Response response = hub.get(FILE)) {
                assertThat(response.body().bytes()).hasSize(BYTES);
            }

            // then
            assertThat(hub.time.slept()).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aClockThatIsPutBackKeepsNobodyWaiting() {
        // given
        Throttle throttle = new Throttle(new Rate(1_000));
        throttle.take(1_000, FakeTime.START);

        // when
        Duration wait = throttle.take(1_000, FakeTime.START.minus(Duration.ofHours(1)));

        // then
        assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"100kB/s,, 10000", "100kB/s, 50kB/s, 5000", ",,"})
    void tellsWhatAReaderGetsAtLeast(@Nullable String total, @Nullable String perHost, @Nullable Long share) {
        assertThat(new Bandwidth(rate(total), rate(perHost), Map.of()).share(10))
                .isEqualTo(share);
    }

    private static ListedHub capped(Bandwidth caps) throws IOException {
        return new ListedHub(config -> config.withBandwidth(caps));
    }

    private static MockResponse body(int bytes) {
        return new MockResponse.Builder()
                .body(new Buffer().write(new byte[bytes]))
                .build();
    }

    private static void read(Response response) throws IOException {
        response.body().source().read(new Buffer(), 8_192);
    }

    private static @Nullable Rate rate(@Nullable String text) {
        return text == null ? null : Rate.parse("rate", text);
    }
}
