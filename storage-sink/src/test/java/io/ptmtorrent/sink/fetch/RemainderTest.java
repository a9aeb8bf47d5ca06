package io.ptmtorrent.sink.fetch;

import static io.ptmtorrent.sink.fetch.ByteHosts.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.SmallStores;
import io.ptmtorrent.sink.store.Upload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemainderTest {
    private static final String BYTES = "the bytes of a model";
    private static final String SHA256 = "68d18a506016639d3a8274be1d740a81afb482ffbfad7e4c3e10a5a32fd04840";
    private static final Expected EXPECTED = new Expected(SHA256, null, 20L);
    private static final ObjectKey KEY = ObjectKey.blob(SHA256);

    @TempDir
    private Path dir;

    private ByteHosts hosts;

    @BeforeEach
    void start() throws Exception {
        hosts = new ByteHosts(SmallStores.directory(dir, 10));
    }

    @AfterEach
    void stop() throws Exception {
        hosts.close();
    }

    @Test
    void asksForTheRestAlone() throws Exception {
        // given
        left(BYTES.substring(0, 15));
        hosts.redirects();
        hosts.cdn.enqueue(answer(206, BYTES.substring(15), "Content-Range", "bytes 15-19/20"));

        // when
        Fetched fetched = hosts.fetch(EXPECTED);

        // then
        assertThat(fetched).isEqualTo(new Fetched.Stored(KEY, SHA256, 20, Verification.SHA256, null, 5));
        assertThat(hosts.cdn.takeRequest().getHeaders().get("Range")).isEqualTo("bytes=15-");
        assertThat(hosts.visible()).containsExactly(KEY);
        assertThat(hosts.store.read(KEY).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(BYTES);
    }

    @Test
    void goesOnOnceMoreWhereTheRestBreaksOff() throws Exception {
        // given
        left(BYTES.substring(0, 10));
        hosts.hub.enqueue(cut(answer(206, BYTES.substring(10), "ETag", "\"v\"", "Content-Range", "bytes 10-19/20")));
        hosts.hub.enqueue(answer(206, BYTES.substring(15), "ETag", "\"v\"", "Content-Range", "bytes 15-19/20"));

        // when, then
        assertThat(bytesOf(hosts.fetch(EXPECTED))).isEqualTo(10);
    }

    @Test
    void leavesItToTheNextOneWhereTheConnectionIsLost() throws Exception {
        // given
        left(BYTES.substring(0, 10));
        hosts.hub.enqueue(cut(answer(206, BYTES.substring(10), "Content-Range", "bytes 10-19/20")));
        hosts.hub.enqueue(answer(503, "busy"));
        hosts.hub.enqueue(answer(206, BYTES.substring(10), "Content-Range", "bytes 10-19/20"));

        // when
        Fetched lost = hosts.fetch(EXPECTED);
        Fetched busy = hosts.fetch(EXPECTED);
        Fetched fetched = hosts.fetch(EXPECTED);

        // then
        assertThat(lost).isInstanceOf(Fetched.Later.class);
        assertThat(busy).isInstanceOf(Fetched.Later.class);
        assertThat(bytesOf(fetched)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"200, ", "206, bytes 9-19/20", "416, bytes */20"})
    void fetchesAllOfItWhereTheHostDoesNotGoOnThere(int status, @Nullable String range) throws Exception {
        // given
        left(BYTES.substring(0, 10));
        hosts.hub.enqueue(answer(status, "", range == null ? new String[0] : new String[] {"Content-Range", range}));
        hosts.hub.enqueue(answer(200, BYTES));

        // when, then
        assertThat(bytesOf(hosts.fetch(EXPECTED))).isEqualTo(20);
        hosts.hub.takeRequest();
        assertThat(hosts.hub.takeRequest().getHeaders().get("Range")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"the wrong , es of a model", "the bytes , es of a mOdel", "the bytes , es of a model and more"})
    void fetchesAllOfItNextTimeWhereTheWholeIsNotTheFile(String before, String rest) throws Exception {
        // given
        left((before + " ").substring(0, 7));
        hosts.hub.enqueue(answer(206, rest, "Content-Range", "bytes 7-19/20"));
        hosts.hub.enqueue(answer(200, BYTES));

        // when
        Fetched mixed = hosts.fetch(EXPECTED);
        boolean nothing = hosts.visible().isEmpty();
        Fetched fetched = hosts.fetch(EXPECTED);

        // then
        assertThat(mixed).isInstanceOf(Fetched.Later.class);
        assertThat(nothing).isTrue();
        assertThat(bytesOf(fetched)).isEqualTo(20);
        assertThat(hosts.visible()).containsExactly(KEY);
    }

    @Test
    void asksNobodyWhereNothingIsMissing() throws Exception {
        // given
        left(BYTES);

        // when, then
        assertThat(bytesOf(hosts.fetch(EXPECTED))).isZero();
        assertThat(hosts.hub.getRequestCount()).isZero();
        assertThat(hosts.visible()).containsExactly(KEY);
    }

    private void left(String beginning) throws Exception {
        byte[] bytes = beginning.getBytes(StandardCharsets.UTF_8);
        try (Upload upload = hosts.store.begin(KEY, 20L, ObjectLabel.NONE)) {
            upload.write(bytes, 0, bytes.length);
            upload.leave();
        }
    }

    private static long bytesOf(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Stored.class);
        return fetched.bytes();
    }

    private static MockResponse cut(MockResponse answer) {
        return answer.newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }
}
