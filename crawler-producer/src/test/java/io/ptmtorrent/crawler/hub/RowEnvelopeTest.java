package io.ptmtorrent.crawler.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.DeadLetterReason;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class RowEnvelopeTest {
    @Test
    void membersAreSortedWhateverTheirOrder() {
        // given
        RowEnvelope envelope = new RowEnvelope().text("z", "a \"quoted\"\nline").text("b", null);
        envelope.object("m").text("y", "é").text("x", "\u0000");

        // when
        HubItem row = envelope.json("a", bytes("{ \"k\" : 1.50, \"j\":[] }")).row("id", "path", "commit");

        // then
        assertThat(row)
                .isEqualTo(new HubRow(
                        "id",
                        "path",
                        "commit",
                        null,
                        bytes("{\"a\":{ \"k\" : 1.50, \"j\":[] },\"b\":null,"
                                + "\"m\":{\"x\":\"\\u0000\",\"y\":\"é\"},\"z\":\"a \\\"quoted\\\"\\nline\"}")));
    }

    @Test
    void aRowThatNoObservationHoldsIsRejected() {
        // given
        RowEnvelope envelope = new RowEnvelope().text("text", "x".repeat(HubRow.MAX_BYTES));

        // when
        HubItem row = envelope.row("id", "path", null);

        // then
        assertThat(row).isInstanceOfSatisfying(HubReject.class, reject -> {
            assertThat(reject.reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
            assertThat(reject.bytes().remaining()).isEqualTo(HubRow.MAX_BYTES + 11);
        });
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
