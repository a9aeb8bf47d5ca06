package io.ptmtorrent.normalizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.Verification;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RowCodecTest {
    private static final Waiter WAITER = new Waiter("huggingface/tern", null, 3);

    static Stream<LedgerRow> rows() {
        FileSource tried = new FileSource(
                "huggingface", "https://a/ü", false, "c".repeat(40), 5, FileReason.NETWORK, 17, "no answer");
        FileSource fresh = new FileSource("onnx", "https://b/", true, null, -1, null, 0, "");
        Stored stored = new Stored(
                "a".repeat(64),
                7,
                "blobs/x",
                Verification.GIT_SHA1,
                "huggingface",
                null,
                11,
                12,
                InspectionVerdict.DANGEROUS);
        return Stream.of(
                LedgerRow.NEW,
                new LedgerRow(
                        LedgerRow.State.STORED,
                        "huggingface",
                        true,
                        new Waiting("huggingface/tern", WAITER, 2),
                        new Turn(4, 2, 1_800_000_000_000L, new Asked(1, new Pool("b:80", true), 99)),
                        new Sources(List.of(tried, fresh)),
                        stored,
                        List.of("git:x", "url:y"),
                        null),
                new LedgerRow(
                        LedgerRow.State.UNAVAILABLE,
                        "",
                        false,
                        Waiting.NOBODY,
                        Turn.NONE,
                        Sources.NONE,
                        null,
                        List.of(),
                        null));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsReadAsItWasWritten(LedgerRow row) {
        assertThat(RowCodec.read(RowCodec.write(row))).isEqualTo(row);
    }

    @Test
    void aManifestKeepsItsBytes() {
        // given
        LedgerRow row = LedgerRow.NEW.wanted(
                new FileSource("huggingface", "", false, null, -1, null, 0, ""), new byte[] {1, 2, 3}, 0, 0);

        // when
        LedgerRow read = RowCodec.read(RowCodec.write(row));

        // then
        assertThat(read.manifest()).containsExactly(1, 2, 3);
    }

    @Test
    void aWaiterWithoutARevisionIsNotOneWithAnEmptyRevision() {
        // given
        Waiter empty = new Waiter("huggingface/tern", "", 3);

        // then
        assertThat(RowCodec.readWaiter(RowCodec.write(WAITER))).isEqualTo(WAITER);
        assertThat(RowCodec.readWaiter(RowCodec.write(empty))).isEqualTo(empty);
        assertThat(WAITER.key()).isNotEqualTo(empty.key());
    }

    @Test
    void aRowOfALaterBuildIsRefused() {
        // given
        byte[] row = RowCodec.write(LedgerRow.NEW);
        row[0] = 9;

        // then
        assertThatIllegalStateException().isThrownBy(() -> RowCodec.read(row)).withMessageContaining("version 9");
    }
}
