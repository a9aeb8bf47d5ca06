package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkConfigTest {
    @Test
    void hasDefaults() {
        assertThat(SinkConfig.defaults())
                .isEqualTo(new SinkConfig(
                        32,
                        4,
                        1_099_511_627_776L,
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(50),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        false));
    }

    @Test
    void readsEveryKey() {
        // when
        SinkConfig config = SinkConfig.from(Map.of(
                "sink.small", "8",
                "sink.large", "0",
                "sink.max-bytes", "1000",
                "sink.small-time", "PT1S",
                "sink.large-time", "PT2S",
                "sink.later", "PT0S",
                "sink.drain", "PT3S",
                "sink.dangerous", "refuse"));

        // then
        assertThat(config)
                .isEqualTo(new SinkConfig(
                        8,
                        0,
                        1000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "sink.small, -1, 0 to 1000",
        "sink.small, 1001, 0 to 1000",
        "sink.small, many, cannot be read",
        "sink.large, 1001, 0 to 1000",
        "sink.max-bytes, 0, 1 or more",
        "sink.small-time, PT0S, more than zero",
        "sink.large-time, PT-1S, more than zero",
        "sink.later, PT-1S, zero or more",
        "sink.drain, soon, cannot be read",
        "sink.dangerous, perhaps, allowed is store"
    })
    void refusesWhatMakesNoSense(String key, String value, String allowed) {
        assertThatThrownBy(() -> SinkConfig.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(allowed);
    }

    @Test
    void servesAtLeastOneLane() {
        assertThatThrownBy(() -> SinkConfig.from(Map.of("sink.small", "0", "sink.large", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 or more where sink.large is 0");
    }
}
