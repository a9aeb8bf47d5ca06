package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes a second as people write them. */
class RateLimitTest {
    @ParameterizedTest
    @CsvSource({"50MB/s, 50000000", "500KB/s, 500000", "1GB, 1000000000", "4096, 4096"})
    void readsNumbersWithUnits(String text, long bytes) {
        // when, then
        assertThat(RateLimit.parse("--rate", text)).isEqualTo(bytes);
    }

    @Test
    void nothingSaidIsNoLimit() {
        // when, then
        assertThat(RateLimit.parse("--rate", null)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "fast", "-5MB", "5 MB", "5MiB"})
    void namesTheOptionAndWhatIsAllowed(String text) {
        // when, then
        assertThatThrownBy(() -> RateLimit.parse("--rate", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rate: '" + text + "'")
                .hasMessageContaining("50MB/s");
    }
}
