package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class RoomInterceptorTest {
    private static final String URL = "https://files.example/a";

    private final FakeTime time = new FakeTime();
    private final ScriptedHub hub = new ScriptedHub();
    private final Semaphore room = new Semaphore(1);
    private final RoomInterceptor one = room(Duration.ZERO);

    @Test
    void anAnswerHoldsItsPlaceUntilItIsClosed() throws IOException {
        // given
        hub.answers(200).answers(200);
        Response first = hub.get(one, URL);

        // when
        NotBeforeException full =
                catchThrowableOfType(NotBeforeException.class, () -> hub.get(room(Duration.ofMillis(5)), URL));
        first.close();
        first.close();
        Response second = hub.get(one, URL);

        // then
        assertThat(full.host()).isEqualTo("files.example");
        assertThat(full.notBefore()).isEqualTo(FakeTime.START.plusMillis(5));
        assertThat(second.code()).isEqualTo(200);
        assertThat(room.availablePermits()).isZero();
    }

    @Test
    void aBodyReadToItsEndGivesItsPlaceBack() throws IOException {
        // given
        hub.answers(200);

        // when
        try (Response response = hub.get(one, URL)) {
            response.body().bytes();

            // then
            assertThat(room.availablePermits()).isEqualTo(1);
        }
        assertThat(room.availablePermits()).isEqualTo(1);
    }

    @Test
    void aRequestWithoutAnAnswerGivesItsPlaceBack() {
        // given
        hub.fails(new SocketException("reset"));

        // when
        assertThatThrownBy(() -> hub.get(one, URL)).isInstanceOf(SocketException.class);

        // then
        assertThat(room.availablePermits()).isEqualTo(1);
    }

    @Test
    void filesLeaveAnEighthOfTheRoomToOtherRequests() throws IOException {
        // given
        String file = "https://hub.example/o/m/resolve/r1/model.bin";
        RoomInterceptor.Room sixteen = RoomInterceptor.Room.of(16);
        RoomInterceptor each = new RoomInterceptor(
                new PerHost<>(host -> sixteen), time, Duration.ZERO, new HubHttpMeters(new SimpleMeterRegistry()));
        for (int i = 0; i < 14; i++) {
            hub.answers(200).get(each, file);
        }

        // when
        NotBeforeException full = catchThrowableOfType(NotBeforeException.class, () -> hub.get(each, file));
        Response page = hub.answers(200).get(each, "https://hub.example/api/models");

        // then
        assertThat(full.host()).isEqualTo("hub.example");
        assertThat(page.code()).isEqualTo(200);
        page.close();
        assertThat(sixteen.all().availablePermits()).isEqualTo(2);
        assertThat(sixteen.files().availablePermits()).isZero();
    }

    @Test
    void eachHostHasARoomOfItsOwn() throws IOException {
        // given
        RoomInterceptor each = new RoomInterceptor(
                new PerHost<>(host -> RoomInterceptor.Room.of(1)),
                time,
                Duration.ZERO,
                new HubHttpMeters(new SimpleMeterRegistry()));
        hub.answers(200).answers(200);

        // when
        Response first = hub.get(each, URL);
        Response second = hub.get(each, "https://other.example/a");

        // then
        assertThat(first.code()).isEqualTo(second.code()).isEqualTo(200);
    }

    private RoomInterceptor room(Duration patience) {
        HubHttpMeters meters = new HubHttpMeters(new SimpleMeterRegistry());
        return new RoomInterceptor(
                new PerHost<>(host -> new RoomInterceptor.Room(room, new Semaphore(1))), time, patience, meters);
    }
}
