package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalizerConfigTest {
    private static final Path DIR = Path.of("state");

    @Test
    void hasDefaultsForAllButTheFolder() {
        // when
        NormalizerConfig config = NormalizerConfig.on(DIR);

        // then
        assertThat(config.stateDir()).isEqualTo(DIR);
        assertThat(config.threads()).isEqualTo(2);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.standbys()).isZero();
        assertThat(config.sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.statisticsEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.stores().memoryMib()).isEqualTo(128);
        assertThat(config.stores().writesMib()).isEqualTo(64);
        assertThat(config.absence().credit()).isEqualTo(64);
        assertThat(config.absence().step()).isEqualTo(2_000);
        assertThat(config.absence().unanswered()).isEqualTo(Duration.ofHours(1));
        assertThat(config.ledger().creditSmall()).isEqualTo(512);
        assertThat(config.ledger().creditLarge()).isEqualTo(32);
        assertThat(config.ledger().patience()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void takesWhatTheSettingsSay() {
        // when
        NormalizerConfig config = NormalizerConfig.from(
                DIR, Map.of("normalizer.threads", "5", "normalizer.absence.credit", "7", "other", "x"));

        // then
        assertThat(config.threads()).isEqualTo(5);
        assertThat(config.absence().credit()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "normalizer.threads, 0",
        "normalizer.threads, many",
        "normalizer.commit.interval.ms, 9000",
        "normalizer.standbys, -1",
        "normalizer.session.timeout.ms, 1",
        "normalizer.statistics.every.ms, 0",
        "normalizer.stores.memory.mib, 15",
        "normalizer.stores.writes.mib, 129",
        "normalizer.absence.credit, 0",
        "normalizer.absence.step, 0",
        "normalizer.absence.every.ms, 0",
        "normalizer.absence.unanswered.ms, -5",
        "normalizer.ledger.credit.small, 0",
        "normalizer.ledger.credit.large, none",
        "normalizer.ledger.step, 0",
        "normalizer.ledger.every.ms, 0",
        "normalizer.ledger.patience.ms, 0",
        "normalizer.ledger.bytes.per.second, 0",
        "normalizer.ledger.backoff.ms, 0",
        "normalizer.ledger.tries, 0",
        "normalizer.ledger.retry.after.ms, -1",
    })
    void refusesAValueNamingKeyAndValue(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NormalizerConfig.from(DIR, Map.of(key, value)))
                .withMessageContaining(key)
                .withMessageContaining(value);
    }
}
