package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that does not work, in front of the whole list. */
class DeadHostTest {
    private static final String URL = "https://huggingface.co/api/models";

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aHostThatFailsTenTimesInARowIsLeftAloneUntilAProbeIsAnswered(int code) throws IOException {
        try (ListedHub hub = new ListedHub()) {
            // given
            for (int i = 0; i < Circuit.MOST_FAILURES; i++) {
                hub.answers(code);
            }
            hub.get(URL).close();
            hub.get(URL).close();
            HostDownException opened = catchThrowableOfType(HostDownException.class, () -> hub.get(URL));

            // when
            HostDownException kept = catchThrowableOfType(HostDownException.class, () -> hub.get(URL));
            int sentWhileOpen = hub.server.getRequestCount();
            hub.answers(200).answers(200);
            hub.time.pass(Duration.ofMinutes(1));
            Response probe = hub.get(URL);
            Response after = hub.get(URL);

            // then
            assertThat(opened.host()).isEqualTo("huggingface.co");
            assertThat(kept.notBefore()).isEqualTo(opened.notBefore());
            assertThat(sentWhileOpen).isEqualTo(Circuit.MOST_FAILURES);
            assertThat(probe.code()).isEqualTo(200);
            assertThat(after.code()).isEqualTo(200);
            assertThat(hub.registry
                            .get("ptm.http.withheld")
                            .tags("host", ListedHub.HOST, "reason", "down")
                            .counter()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void aHostThatRefusesConnectionsIsLeftAlone() throws IOException {
        // given
        int port = freePort();
        String url = "http://127.0.0.1:" + port + "/x";
        try (ListedHub hub =
                new ListedHub(config -> config.withAllowPrivate(Set.of(new HostPort("127.0.0.1", port))))) {
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(() -> hub.get(url)).isNotInstanceOf(NotBeforeException.class);
            }

            // when, then
            assertThatThrownBy(() -> hub.get(url)).isInstanceOf(HostDownException.class);
            assertThat(hub.http.counts().of("127.0.0.1").sent()).isEqualTo(Circuit.MOST_FAILURES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 429, 451, 501})
    void noOtherAnswerOpensTheCircuit(int code) throws IOException {
        try (ListedHub hub = new ListedHub(config -> config.withPace(1, Duration.ZERO))) {
            // given
            for (int i = 0; i < 2 * Circuit.MOST_FAILURES; i++) {
                hub.answers(code, "Retry-After", "1");
                ask(hub);
                hub.time.pass(Duration.ofDays(1));
            }
            hub.answers(200);

            // when
            Response response = hub.get(URL);

            // then
            assertThat(response.code()).isEqualTo(200);
        }
    }

    @Test
    void aRefusedAddressAndABusyHostThatNamesATimeOpenNoCircuit() throws IOException {
        try (ListedHub hub = new ListedHub(config -> config.withPace(1, Duration.ZERO))) {
            // given
            for (int i = 0; i < 2 * Circuit.MOST_FAILURES; i++) {
                hub.answers(503, "Retry-After", "60");
                ask(hub);
                assertThatThrownBy(() -> hub.get("https://10.0.0.1/x")).isInstanceOf(RefusedRequestException.class);
                hub.time.pass(Duration.ofMinutes(2));
            }
            hub.answers(200);

            // when
            Response response = hub.get(URL);

            // then
            assertThat(response.code()).isEqualTo(200);
            assertThatThrownBy(() -> hub.get("https://10.0.0.1/x")).isInstanceOf(RefusedRequestException.class);
        }
    }

    private static void ask(ListedHub hub) throws IOException {
        try (Response response = hub.get(URL)) {
            assertThat(response.isSuccessful()).isFalse();
        } catch (NotBeforeException e) {
            assertThat(e).isNotInstanceOf(HostDownException.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }
}
