package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.local.run.LocalReport.Bytes;
import io.ptmtorrent.local.run.LocalReport.Files;
import io.ptmtorrent.local.run.LocalReport.HubCounts;
import io.ptmtorrent.local.run.LocalReport.Packages;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BriefLineTest {
    @Test
    void saysWhatWasListed() {
        // when
        String line = BriefLine.listing(Map.of("huggingface", new HubCounts(12_345, 11_998, 12, 12, 2)), 1_250);

        // then
        assertThat(line).isEqualTo("huggingface: 12k rows, 1.2k/s, 11k models, 12 updates, 2 errors");
    }

    @Test
    void addsHubsUpAndLeavesOutWhatIsZero() {
        // when
        String line = BriefLine.listing(
                Map.of("huggingface", new HubCounts(700, 600, 10, 1, 0), "modelhub", new HubCounts(300, 30, 20, 1, 0)),
                0);

        // then
        assertThat(line).isEqualTo("2 hubs: 1.0k rows, 630 models, 30 updates");
    }

    @Test
    void packagesFitInTheTerminalsLineWhateverTheNumbers() {
        // given
        long most = 999_999_999;
        Map<String, HubCounts> hubs = Map.of("onnx-model-zoo", new HubCounts(most, most, most, most, most));

        // when
        String line = BriefLine.withFiles(
                hubs,
                most,
                new Files(most, most, 0, 0, 0, 0, 0),
                new Bytes(0, 123_456_789_012_345L, 0),
                new Packages(most, most));

        // then
        assertThat(line)
                .isEqualTo("onnx-model-zoo: 999M rows, 999M/s, 999M updates, 999M errors"
                        + " | files 999M/999M, 123 TB, packages 999M/999M")
                .hasSizeLessThanOrEqualTo(Progress.WIDTH);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "999,999", "1000,1.0k", "1999,1.9k", "9999,9.9k", "10000,10k", "999999,999k", "1000000,1.0M"})
    void roundsDown(long rows, String shown) {
        // when
        String line = BriefLine.listing(Map.of("h", new HubCounts(rows, 0, 0, 0, 0)), 0);

        // then
        assertThat(line).isEqualTo("h: " + shown + " rows, 0 models, 0 updates");
    }
}
