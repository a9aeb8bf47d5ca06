package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalReportTest {
    @TempDir
    Path temp;

    @Test
    void hasEveryMemberOfTheContractInOrder() throws IOException {
        // given
        LocalReport report = LocalReport.ofMetadata(
                Map.of("huggingface", new LocalReport.HubCounts(1000, 998, 12, 4, 2)), 2, 1.25, 9.5, null);
        Path file = temp.resolve("new").resolve("report.json");

        // when
        report.write(file);

        // then
        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .isEqualTo("{\"hubs\":{\"huggingface\":{\"listed\":1000,\"models\":998,\"updates\":12,\"requests\":4,"
                        + "\"errors\":2}},"
                        + "\"files\":{\"wanted\":0,\"stored\":0,\"deduplicated\":0,\"failed\":0,\"unavailable\":0,"
                        + "\"gated\":0,\"unverified\":0},"
                        + "\"bytes\":{\"wanted\":0,\"fetched\":0,\"stored\":0},"
                        + "\"packages\":{\"total\":0,\"complete\":0},"
                        + "\"deadLetters\":2,\"inspections\":{},\"startSeconds\":1.25,\"seconds\":9.5,"
                        + "\"failed\":null}");
    }

    @Test
    void replacesAnOlderReportAndLeavesNoPart() throws IOException {
        // given
        Path file = temp.resolve("report.json");
        Files.writeString(file, "old");

        // when
        LocalReport.ofMetadata(Map.of(), 0, null, 1, "the hub did not answer").write(file);

        // then
        assertThat(Files.readString(file)).contains("\"failed\" : \"the hub did not answer\"");
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).containsExactly(file);
        }
    }
}
