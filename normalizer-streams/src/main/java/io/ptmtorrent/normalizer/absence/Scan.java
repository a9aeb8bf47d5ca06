package io.ptmtorrent.normalizer.absence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where the scan after a complete run stands.
 *
 * <pre>
 * version 1 (1)  run id (8)  done with (8)  cursor, UTF-8, to the end
 * </pre>
 *
 * @param runId the complete run: models that a smaller one saw last are asked for
 * @param doneWith greatest run that is done with once this scan is
 * @param cursor model key after which it goes on; {@code <hub>/} at the beginning
 */
record Scan(long runId, long doneWith, String cursor) {
    private static final byte VERSION = 1;
    private static final int FIXED = 1 + 2 * Long.BYTES;

    byte[] write() {
        byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + text.length)
                .put(VERSION)
                .putLong(runId)
                .putLong(doneWith)
                .put(text)
                .array();
    }

    static Scan read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store scans: row version " + version + ", this build reads " + VERSION);
        }
        return new Scan(in.getLong(), in.getLong(), new String(row, FIXED, row.length - FIXED, StandardCharsets.UTF_8));
    }

    Scan at(String cursor) {
        return new Scan(runId, doneWith, cursor);
    }

    Scan alsoDoneWith(long runId) {
        return new Scan(this.runId, Math.max(doneWith, runId), cursor);
    }
}
