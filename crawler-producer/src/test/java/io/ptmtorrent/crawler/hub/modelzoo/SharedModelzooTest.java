package io.ptmtorrent.crawler.hub.modelzoo;

import static io.ptmtorrent.crawler.hub.SampleWorld.full;
import static io.ptmtorrent.crawler.hub.SampleWorld.rows;
import static io.ptmtorrent.crawler.hub.SampleWorld.walk;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.crawler.hub.SharedData;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzoo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real slugs that the site's home page showed in January 2023, served in the documented shape. */
final class SharedModelzooTest {
    private static final int SLUGS = 50;

    @Test
    void everyRealSlugIsARow() throws IOException {
        // given
        List<String> slugs = Files.readAllLines(
                        SharedData.hubs().resolve("modelzoo").resolve("homepage-model-links-2023-01.txt"))
                .stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().replace("/model/", ""))
                .toList();
        SampleGitHub github = SampleGitHub.start(List.of());
        SampleModelzoo.of(11, slugs).putInto(github);
        try (SampleWorld world = SampleWorld.of(github)) {
            Modelzoo hub = new Modelzoo(world.http(), Clock.systemUTC());

            // when
            List<HubRow> rows = rows(walk(hub, full(1000)));

            // then
            assertThat(rows).hasSize(SLUGS).extracting(HubRow::stableId).containsExactlyElementsOf(slugs);
            SharedData.report(rows.size() + " slugs of modelzoo.co, " + world.requests() + " requests");
        }
    }
}
