package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SleeperTest {

    @Test
    void endsWithAnExceptionOfTheCallAndKeepsTheInterrupt() {
        // given
        Sleeper sleeper = Thread::sleep;
        Thread.currentThread().interrupt();

        // when, then
        assertThatThrownBy(() -> sleeper.pause(Duration.ofHours(1)))
                .isInstanceOf(InterruptedIOException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
