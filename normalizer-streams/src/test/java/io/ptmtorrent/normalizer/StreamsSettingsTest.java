package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class StreamsSettingsTest {
    private static final KafkaSettings KAFKA =
            new KafkaSettings("127.0.0.1:9092", "http://127.0.0.1:8081", new Topics("ptm.", 4), Map.of());

    @Test
    void keepsAsManyCopiesOfStateAsToldAndWritesExactlyOnce() {
        // given
        NormalizerConfig config = NormalizerConfig.from(Path.of("state"), Map.of("normalizer.standbys", "2"));

        // when
        Properties settings = StreamsSettings.of(KAFKA, config);

        // then
        assertThat(settings)
                .containsEntry("num.standby.replicas", 2)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("application.id", "ptm.normalizer");
    }

    @Test
    void aUsersSettingsDoNotChangeWhatMustBe() {
        // given
        KafkaSettings kafka = new KafkaSettings(
                KAFKA.bootstrapServers(),
                KAFKA.registryUrl(),
                KAFKA.topics(),
                Map.of("processing.guarantee", "at_least_once", "client.rack", "a"));

        // when
        Properties settings = StreamsSettings.of(kafka, NormalizerConfig.on(Path.of("state")));

        // then
        assertThat(settings)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("client.rack", "a");
    }
}
