package io.ptmtorrent.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConfigFileTest {
    @TempDir
    Path temp;

    @Test
    void splitsTheBrokersSettingsFromTheClients() throws IOException {
        // given
        Path file = temp.resolve("kafka.properties");
        Files.writeString(file, "broker.listeners=PLAINTEXT://127.0.0.1:9092\nsecurity.protocol = SSL \n# nothing\n");

        // when
        KafkaConfigFile config = KafkaConfigFile.read(file);

        // then
        assertThat(config)
                .isEqualTo(new KafkaConfigFile(
                        Map.of("listeners", "PLAINTEXT://127.0.0.1:9092"), Map.of("security.protocol", "SSL")));
    }

    @Test
    void hasNothingWhereNoFileIsGiven() {
        assertThat(KafkaConfigFile.read(null)).isEqualTo(KafkaConfigFile.none());
    }

    @Test
    void namesAFileThatItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaConfigFile.read(temp.resolve("none.properties")))
                .withMessageContaining("--kafka-config")
                .withMessageContaining("none.properties");
    }
}
