package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NormalizerTest {
    @TempDir
    Path dir;

    @Test
    void saysWhatIsMissingWhereNoSchemaIsRegistered() {
        // given
        KafkaSettings kafka =
                new KafkaSettings("127.0.0.1:1", "mock://nothing-registered", new Topics("ptm.", 4), Map.of());

        // when, then
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Normalizer.start(kafka, NormalizerConfig.on(dir), new SimpleMeterRegistry()))
                .withMessageContaining("ptm.models-value")
                .withMessageContaining("ptm topics");
    }
}
