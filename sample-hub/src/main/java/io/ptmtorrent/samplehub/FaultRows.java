package io.ptmtorrent.samplehub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The rows that row faults add to a page. */
final class FaultRows {
    private static final int BIG = 9_000_000;

    private FaultRows() {}

    /** The row for this fault, empty if it is none of the rows'. */
    static Optional<byte[]> of(Fault fault) {
        String id = "\"id\":\"sample-faults/" + fault.kind().title() + "-" + fault.number() + "\"";
        return switch (fault.kind()) {
            case BAD_ROW -> row("\"a row that is a text, with ] and } in it\"");
            case BAD_TOKEN_ROW -> row("{" + objectId(fault) + "," + id + ",\"likes\":tru,\"tags\":[]}");
            case IDLESS_ROW -> row("{" + id + ",\"sha\":null,\"tags\":[\"region:us\"]}");
            case BROKEN_ROW -> row("{" + objectId(fault) + "," + id + ",\"cardData\":{\"tags\":[\"a\",\"b\"}");
            case BIG_ROW -> Optional.of(big("{" + objectId(fault) + "," + id + ",\"cardData\":{\"note\":\""));
            default -> Optional.empty();
        };
    }

    /** An id of the last second that 32 bits can count, so no real model has it. */
    private static String objectId(Fault fault) {
        return "\"_id\":\"ffffffff" + String.format("%016x", fault.number()) + "\"";
    }

    private static Optional<byte[]> row(String text) {
        return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] big(String start) {
        byte[] row = new byte[BIG];
        Arrays.fill(row, (byte) 'x');
        byte[] head = start.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, row, 0, head.length);
        row[BIG - 3] = '"';
        row[BIG - 2] = '}';
        row[BIG - 1] = '}';
        return row;
    }
}
