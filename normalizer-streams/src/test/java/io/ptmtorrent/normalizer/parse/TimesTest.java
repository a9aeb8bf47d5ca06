package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @Test
    void readsWhatHubsWriteAsTheJdkDoes() {
        // given
        Random random = new Random(7);
        long end = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

        for (int i = 0; i < 2_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(end));
            String text = time.plusMillis(1)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replace("Z", ".012Z");

            // when
            Instant read = Times.parse(text);

            // then
            assertThat(read).isEqualTo(Instant.parse(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T00:00:00.000Z",
                "2000-01-01T24:00:00.000Z",
                "2016-12-31T23:59:60.000Z",
                "0000-01-01T00:00:00.000Z",
                "2022-03-02T23:29:04Z",
                "2022-03-02T23:29:04.1234567Z",
                "2022-03-02T23:29:04.123+01:00",
                "2022-03-02t23:29:04.123z"
            })
    void readsOddInstantsAsTheJdkDoes(String text) {
        // when
        Instant read = Times.parse(text);

        // then
        assertThat(read).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2023-02-29T00:00:00.000Z",
                "2022-13-01T00:00:00.000Z",
                "2022-00-01T00:00:00.000Z",
                "2022-01-00T00:00:00.000Z",
                "2022-01-01T25:00:00.000Z",
                "2022-01-01T00:60:00.000Z",
                "2022-01-01T00:00:61.000Z",
                "2022-01-01T00:00:0x.000Z",
                "２022-01-01T00:00:00.000Z"
            })
    void refusesWhatIsNoInstant(String text) {
        // then
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Times.parse(text));
    }
}
