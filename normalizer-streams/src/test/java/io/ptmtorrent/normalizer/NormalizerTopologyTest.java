package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of names or stores moves state: it must be meant, so that it shows here. */
final class NormalizerTopologyTest {
    @TempDir
    Path dir;

    @Test
    void looksAsSaved() throws Exception {
        // given
        String saved;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/topology.txt"))) {
            saved = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        // when
        String described;
        try (DrivenTopology room = new DrivenTopology(dir, Map.of())) {
            described = room.topology.describe().toString();
        }

        // then
        assertThat(described.strip()).isEqualTo(saved.strip());
    }
}
