package io.ptmtorrent.normalizer.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Verification;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FileRowTest {
    private static final String URL = "https://example.org/weights/é-1234abcd.pth";

    static Stream<FileRow> rows() {
        return Stream.of(
                FileRow.wanted(7L, null),
                FileRow.wanted(null, URL),
                FileRow.wanted(0L, URL).askedAgain(),
                FileRow.unaskable(7L),
                new FileRow(
                        false, 7L, FileState.STORED, "%064x".formatted(7), 7L, Verification.SHA256_PREFIX, null, URL),
                new FileRow(false, null, FileState.STORED, "%064x".formatted(7), 9L, Verification.GIT_TREE, null, null),
                new FileRow(
                        true, null, FileState.UNAVAILABLE, null, null, Verification.NONE, FileReason.NOT_FOUND, URL));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isReadAsItWasWritten(FileRow row) {
        assertThat(FileRow.read(row.write())).isEqualTo(row);
    }
}
