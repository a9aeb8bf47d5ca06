package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.contract.RecordSerdes;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileChoiceTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1048576, 1048576",
        "12 B, 12",
        "3KiB, 3072",
        "500MiB, 524288000",
        "2GiB, 2147483648",
        "1TiB, 1099511627776"
    })
    void readsSizesInBytesAndBinaryUnits(String text, long bytes) {
        // when
        FileChoice choice = FileChoice.of(Artifacts.ALL, text, false, false);

        // then
        assertThat(choice.maxBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1.5GiB", "2GB", "9999999999999TiB"})
    void refusesWhatIsNoSizeAndSaysWhatIs(String text) {
        assertThatThrownBy(() -> FileChoice.of(Artifacts.SMALL, text, true, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--max-bytes: '" + text + "'")
                .hasMessageContaining("unlimited");
    }

    @Test
    void wantsALimitForEveryFileOfAHubBeyondThisMachine() {
        assertThatThrownBy(() -> FileChoice.of(Artifacts.ALL, null, false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--max-bytes: missing");
        assertThat(FileChoice.of(Artifacts.ALL, "unlimited", false, false).maxBytes())
                .isNull();
        assertThat(FileChoice.of(Artifacts.ALL, null, true, false).maxBytes()).isNull();
        assertThat(FileChoice.of(Artifacts.SMALL, null, false, false).maxBytes())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"NONE,", "SMALL,", "ALL, 2GiB"})
    void refusesHistoriesWhereNoSizeIsNoAnswer(Artifacts artifacts, String maxBytes) {
        // given
        FileChoice choice = FileChoice.of(artifacts, maxBytes, true, false);

        // when, then
        assertThatThrownBy(choice::withHistory)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--history")
                .hasMessageContaining("--max-bytes unlimited");
    }

    @Test
    void aChoiceWithHistoriesIsAnotherPolicy() {
        // given
        FileChoice without = FileChoice.of(Artifacts.ALL, "unlimited", false, false);
        Instant at = Instant.parse("2026-11-01T12:00:00Z");

        // when
        FileChoice with = without.withHistory();

        // then
        assertThat(with.policy(1, at).getHistory()).isTrue();
        assertThat(with.isSaidBy(with.policy(1, at))).isTrue();
        assertThat(without.isSaidBy(with.policy(1, at))).isFalse();
        assertThat(with).hasToString("all and git histories");
    }

    @Test
    void knowsThePolicyThatSaysTheSame() {
        // given
        FileChoice choice = new FileChoice(Artifacts.ALL, 100L, true);
        Instant at = Instant.parse("2026-11-01T12:00:00Z");

        // when, then
        assertThat(choice.isSaidBy(choice.policy(7, at))).isTrue();
        assertThat(choice.isSaidBy(new FileChoice(Artifacts.SMALL, 100L, true).policy(7, at)))
                .isFalse();
        assertThat(choice.isSaidBy(new FileChoice(Artifacts.ALL, null, true).policy(7, at)))
                .isFalse();
        assertThat(choice.isSaidBy(new FileChoice(Artifacts.ALL, 100L, false).policy(7, at)))
                .isFalse();
    }
}
