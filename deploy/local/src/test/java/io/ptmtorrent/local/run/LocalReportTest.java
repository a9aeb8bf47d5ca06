package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalReportTest {
    @TempDir
    Path temp;

    @Test
    void hasEveryMemberOfTheContractInOrder() throws IOException {
        // given
        LocalReport.HubCounts counts = new LocalReport.HubCounts(
                1000, 998, 12, 4, 2, Map.of("unanswered", 1L, "BAD_ROW", 1L), Map.of("limited", 3L), 7.5);
        LocalReport report = report(Map.of("huggingface", counts), 1.25, null);
        Path file = temp.resolve("new").resolve("report.json");

        // when
        report.write(file);

        // then
        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .isEqualTo("{\"hubs\":{\"huggingface\":{\"listed\":1000,\"models\":998,\"updates\":12,\"requests\":4,"
                        + "\"errors\":2,\"requestsPerModel\":0.004,\"errorsByKind\":{\"BAD_ROW\":1,\"unanswered\":1},"
                        + "\"requestFailures\":{\"limited\":3},\"lagSeconds\":7.5}},"
                        + "\"files\":{\"wanted\":21,\"stored\":6,\"deduplicated\":5,\"failed\":4,\"unavailable\":3,"
                        + "\"gated\":3,\"unverified\":1},"
                        + "\"bytes\":{\"wanted\":700,\"fetched\":900,\"stored\":600},"
                        + "\"packages\":{\"total\":8,\"complete\":7},"
                        + "\"deadLetters\":2,\"inspections\":{},\"startSeconds\":1.25,\"seconds\":9.5,"
                        + "\"failed\":null,"
                        + "\"budgets\":[{\"host\":\"huggingface.co\",\"bucket\":\"api\",\"left\":420,"
                        + "\"resetSeconds\":120,\"quota\":500}]}");
    }

    @Test
    void replacesAnOlderReportAndLeavesNoPart() throws IOException {
        // given
        Path file = temp.resolve("report.json");
        Files.writeString(file, "old");

        // when
        report(Map.of(), null, "the hub did not answer").write(file);

        // then
        assertThat(Files.readString(file)).contains("\"failed\" : \"the hub did not answer\"");
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static LocalReport report(
            Map<String, LocalReport.HubCounts> hubs, @Nullable Double startSeconds, @Nullable String failed) {
        return new LocalReport(
                hubs,
                new LocalReport.Files(21, 6, 5, 4, 3, 3, 1),
                new LocalReport.Bytes(700, 900, 600),
                new LocalReport.Packages(8, 7),
                2,
                Map.of(),
                startSeconds,
                9.5,
                failed,
                List.of(new LocalReport.Budget("huggingface.co", "api", 420, 120, 500L)));
    }
}
