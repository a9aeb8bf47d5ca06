package io.ptmtorrent.normalizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of names or stores moves state: it shows in {@code docs/topology.md}; {@code -Dptm.docs=write} writes it. */
final class TopologyPageTest {
    private static final Path PAGE = Path.of("../docs/topology.md");
    private static final String COMMAND = "mvn -q -pl normalizer-streams -am test -Dtest=TopologyPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dptm.docs=write";

    @TempDir
    Path dir;

    @Test
    void thePageSaysWhatTheTopologyIs() throws Exception {
        // given
        String page;
        try (DrivenTopology room = new DrivenTopology(dir, Map.of())) {
            page = TopologyPage.of(room.topology.describe());
        }

        // when
        if ("write".equals(System.getProperty("ptm.docs"))) {
            Files.writeString(PAGE, page);
        }

        // then
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/topology.md is not what the topology is; to write it: " + COMMAND)
                .isEqualTo(page);
    }
}
