package io.ptmtorrent.catalog.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    @Test
    void readsTheTwoWords() {
        assertThat(Since.parse("beginning")).isEqualTo(new Since.Beginning());
        assertThat(Since.parse("now")).isEqualTo(new Since.Now());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01T12:30:00Z, 2026-11-01T12:30:00Z",
        "2026-11-01T12:30:00+02:00, 2026-11-01T10:30:00Z",
    })
    void readsTimesAndDates(String text, Instant expected) {
        assertThat(Since.parse(text)).isEqualTo(new Since.From(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01", "12:00"})
    void refusesAnythingElseAndSaysWhatIsAllowed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Since.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("beginning, now");
    }
}
