package io.ptmtorrent.normalizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SourcesTest {
    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, UNAVAILABLE, NOT_FOUND",
        "NOT_FOUND FORBIDDEN, UNAVAILABLE, NOT_FOUND",
        "TRIED_OFTEN DIGEST_MISMATCH NOT_FOUND, FAILED, DIGEST_MISMATCH",
        "NOT_THE_FILE SIZE_MISMATCH, FAILED, SIZE_MISMATCH",
        "DIGEST_MISMATCH GATED NOT_FOUND, GATED, GATED",
    })
    void theVerdictIsTheSameInWhateverOrderTheyFailed(String reasons, FileState state, FileReason reason) {
        // given
        List<FileReason> all =
                Arrays.stream(reasons.split(" ")).map(FileReason::valueOf).toList();

        // when
        Sources.Verdict one = failed(all).verdict();
        Sources.Verdict other = failed(all.reversed()).verdict();

        // then
        assertThat(one.state()).isEqualTo(state);
        assertThat(one.reason()).isEqualTo(reason);
        assertThat(other.state()).isEqualTo(state);
        assertThat(other.reason()).isEqualTo(reason);
    }

    @Test
    void aNinthTakesThePlaceOfOneThatFailedAndOfNoneElse() {
        // given
        Sources eight = new Sources(
                IntStream.range(0, 8).mapToObj(n -> source("https://a/" + n)).toList());
        Sources twoFailed = eight.failed(2, FileReason.NOT_FOUND, "", 1).failed(5, FileReason.NOT_FOUND, "", 1);

        // when
        Sources full = eight.with(source("https://a/8"), -1, 0);
        Sources nine = twoFailed.with(source("https://a/8"), 2, 0);

        // then
        assertThat(full).isEqualTo(eight);
        assertThat(nine.all())
                .extracting(FileSource::url)
                .containsExactly(
                        "https://a/0",
                        "https://a/1",
                        "https://a/2",
                        "https://a/3",
                        "https://a/4",
                        "https://a/8",
                        "https://a/6",
                        "https://a/7");
    }

    @ParameterizedTest
    @CsvSource({
        "https://HuggingFace.co/a/b, 5, huggingface.co/s",
        "http://127.0.0.1:8080?x, 5, 127.0.0.1:8080/s",
        "https://a#b, -1, a/l",
        "https://a, 10485760, a/s",
        "https://a, 10485761, a/l",
        "'', -1, manifests/s",
    })
    void thePoolIsTheHostsLane(String url, long size, String pool) {
        // given
        FileSource source = new FileSource("huggingface", url, false, null, size, null, 0, "");

        // then
        assertThat(source.pool()).hasToString(pool);
        assertThat(Pool.parse(pool)).isEqualTo(source.pool());
    }

    private static Sources failed(List<FileReason> reasons) {
        Sources sources = Sources.NONE;
        for (FileReason reason : reasons) {
            sources = sources.with(source("https://host/" + reason), -1, 0);
        }
        for (int n = 0; n < reasons.size(); n++) {
            sources = sources.failed(n, reasons.get(n), "told", 1);
        }
        return sources;
    }

    private static FileSource source(String url) {
        return new FileSource("huggingface", url, false, null, 5, null, 0, "");
    }
}
