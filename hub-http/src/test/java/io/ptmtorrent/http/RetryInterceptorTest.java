package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.core.IntervalFunction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryInterceptorTest {
    private static final String URL = "https://huggingface.co/api/models";

    private final FakeTime time = new FakeTime();
    private final ScriptedHub hub = new ScriptedHub();

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void repeatsServerErrors(int code) throws IOException {
        // given
        hub.answers(code).answers(code).answers(200);

        // when
        Response response = hub.get(retry(Duration.ofSeconds(10)), URL);

        // then
        assertThat(response.code()).isEqualTo(200);
        assertThat(hub.seen()).hasSize(3);
        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 304, 400, 401, 403, 404, 410, 451, 501, 505})
    void leavesOtherAnswersAlone(int code) throws IOException {
        // given
        hub.answers(code);

        // when
        Response response = hub.get(retry(Duration.ofSeconds(10)), URL);

        // then
        assertThat(response.code()).isEqualTo(code);
    }

    @Test
    void givesTheLastAnswerBackAfterAFewAttempts() throws IOException {
        // given
        hub.answers(500).answers(500).answers(500).answers(503);

        // when
        Response response = hub.get(retry(Duration.ofSeconds(10)), URL);

        // then
        assertThat(response.code()).isEqualTo(503);
        assertThat(hub.seen()).hasSize(RetryInterceptor.MOST_ATTEMPTS);
    }

    @Test
    void stopsWhenItsPatienceIsOver() throws IOException {
        // given
        hub.answers(500).answers(500).answers(502);

        // when
        Response response = hub.get(retry(Duration.ofMillis(2500)), URL);

        // then
        assertThat(response.code()).isEqualTo(502);
        assertThat(time.slept()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void waitsForAShortLaterWithoutASleepOfItsOwn() throws IOException {
        // given
        hub.fails(later(5)).answers(200);

        // when
        Response response = hub.get(retry(Duration.ofSeconds(10)), URL);

        // then
        assertThat(response.code()).isEqualTo(200);
        assertThat(time.slept()).isEqualTo(Duration.ZERO);
    }

    @Test
    void givesALongLaterBackAtOnce() {
        // given
        NotBeforeException later = later(11);
        hub.fails(later);

        // when, then
        assertThatThrownBy(() -> hub.get(retry(Duration.ofSeconds(10)), URL)).isSameAs(later);
    }

    @ParameterizedTest
    @MethodSource
    void repeatsFailuresThatMayPass(IOException failure) throws IOException {
        // given
        hub.fails(failure).answers(200);

        // when
        Response response = hub.get(retry(Duration.ofSeconds(10)), URL);

        // then
        assertThat(response.code()).isEqualTo(200);
    }

    static Stream<IOException> repeatsFailuresThatMayPass() {
        return Stream.of(
                new ConnectException("refused"),
                new SocketException("reset"),
                new SocketTimeoutException("read"),
                new UnknownHostException("huggingface.co"),
                new IOException("unexpected end of stream"));
    }

    @ParameterizedTest
    @MethodSource
    void doesNotRepeatFailuresThatStay(IOException failure) {
        // given
        hub.fails(failure);

        // when, then
        assertThatThrownBy(() -> hub.get(retry(Duration.ofSeconds(10)), URL)).isSameAs(failure);
        assertThat(hub.seen()).hasSize(1);
    }

    static Stream<IOException> doesNotRepeatFailuresThatStay() {
        return Stream.of(
                new RefusedRequestException(Reason.PRIVATE_ADDRESS, "10.0.0.1"),
                new InterruptedIOException("timeout"),
                new ProtocolException("unexpected status line"),
                new SSLHandshakeException("no trust"),
                new SSLPeerUnverifiedException("other name"));
    }

    @Test
    void doesNotRepeatAPost() throws IOException {
        // given
        hub.answers(503);
        Request post = new Request.Builder()
                .url(URL)
                .post(RequestBody.create("{}", null))
                .build();

        // when
        Response response = hub.ask(retry(Duration.ofSeconds(10)), post);

        // then
        assertThat(response.code()).isEqualTo(503);
    }

    @Test
    void doesNotRepeatWhatIsToBeSentOnce() throws IOException {
        // given
        hub.answers(503);
        Request once =
                new Request.Builder().url(URL).tag(Repeats.class, Repeats.NONE).build();

        // when
        Response response = hub.ask(retry(Duration.ofSeconds(10)), once);

        // then
        assertThat(response.code()).isEqualTo(503);
        assertThat(hub.seen()).hasSize(1);
    }

    private NotBeforeException later(long seconds) {
        return new NotBeforeException("huggingface.co", FakeTime.START.plusSeconds(seconds), "it answered 429");
    }

    private RetryInterceptor retry(Duration patience) {
        HubHttpMeters meters = new HubHttpMeters(new SimpleMeterRegistry());
        return new RetryInterceptor(time, time, IntervalFunction.of(Duration.ofSeconds(1)), patience, meters);
    }
}
