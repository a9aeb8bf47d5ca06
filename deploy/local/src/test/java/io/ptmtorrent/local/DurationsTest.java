package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"30s, PT30S, 30s", "5m, PT5M, 5m", "90m, PT90M, 90m", "12h, PT12H, 12h", "24h, P1D, 1d", "7d, P7D, 7d"})
    void readsAndWritesTimesAsPeopleDo(String given, Duration time, String written) {
        // when
        Duration read = Durations.parse("--every", given);

        // then
        assertThat(read).isEqualTo(time);
        assertThat(Durations.text(time)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "0m", "-1m", "5 m", "1.5h", "5M", "PT5M", "1234567s"})
    void refusesWhatIsNoTime(String given) {
        // when, then
        assertThatThrownBy(() -> Durations.parse("--every", given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--every: '" + given + "' is not allowed; a number and s, m, h or d is, as 5m");
    }

    @Test
    void nothingGivenStaysNothing() {
        // when, then
        assertThat(Durations.parse("--every", null)).isNull();
    }
}
