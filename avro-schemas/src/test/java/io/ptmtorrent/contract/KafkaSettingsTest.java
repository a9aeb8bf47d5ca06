package io.ptmtorrent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    private static final Map<String, String> LEAST =
            Map.of("bootstrap.servers", "a:9092", "schema.registry.url", "http://b:8081");

    @Test
    void readsWhereKafkaIsWithTheDefaultsOfACluster() {
        // when
        KafkaSettings settings = KafkaSettings.from(LEAST);

        // then
        assertThat(settings.bootstrapServers()).isEqualTo("a:9092");
        assertThat(settings.registryUrl()).isEqualTo("http://b:8081");
        assertThat(settings.topics().observations().name()).isEqualTo("ptm.observations");
        assertThat(settings.topics().observations().partitions()).isEqualTo(48);
        assertThat(settings.passThrough()).isEmpty();
    }

    @Test
    void passesTheClientsSettingsOnWithoutTheirPrefix() {
        // when
        KafkaSettings settings = KafkaSettings.from(with("kafka.security.protocol", "SSL"));

        // then
        assertThat(settings.passThrough()).containsExactly(Map.entry("security.protocol", "SSL"));
        assertThat(settings.common()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void refusesWhatIsNoNumberOfPartitionsNamingKeyAndValue() {
        assertThatThrownBy(() -> KafkaSettings.from(with("topic.partitions", "many")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic.partitions: 'many'");
    }

    private static Map<String, String> with(String key, String value) {
        return Map.of(
                "bootstrap.servers",
                LEAST.getOrDefault("bootstrap.servers", ""),
                "schema.registry.url",
                LEAST.getOrDefault("schema.registry.url", ""),
                key,
                value);
    }
}
