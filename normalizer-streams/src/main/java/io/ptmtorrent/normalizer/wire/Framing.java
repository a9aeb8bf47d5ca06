package io.ptmtorrent.normalizer.wire;

import java.nio.ByteBuffer;

/** Confluent's frame around an Avro payload: a zero byte, four bytes of schema id (big-endian), the payload. */
public final class Framing {
    /** Bytes before the payload. */
    public static final int HEADER = 5;

    private Framing() {}

    static byte[] header(int schemaId) {
        return ByteBuffer.allocate(HEADER).put((byte) 0).putInt(schemaId).array();
    }

    static boolean isFramed(byte[] bytes) {
        return bytes.length >= HEADER && bytes[0] == 0;
    }

    static int schemaId(byte[] framed) {
        return ByteBuffer.wrap(framed, 1, Integer.BYTES).getInt();
    }
}
