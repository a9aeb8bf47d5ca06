package io.ptmtorrent.inspection.safetensors;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;

/**
 * Length of the header (8 bytes), the header (JSON), the tensors' bytes: held to the rules of the reference implementation
 * ({@code safetensors/src/tensor.rs}, 0.6), which are named by its errors.
 */
public final class SafetensorsFile {
    private static final long MAX_HEADER = 100_000_000;

    private SafetensorsFile() {}

    /** Whether a file may be one: a length that such a header can have, and the header's first byte. */
    public static boolean matches(byte[] head) {
        if (head.length < 9 || head[8] != '{') {
            return false;
        }
        // A length beyond the limit is still meant as one where an object with a quoted key follows.
        boolean isLength = head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] == 0;
        return isLength || (head.length > 9 && (head[9] == '"' || head[9] == '}'));
    }

    /** Reads all of it. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        if (in.peek(8).length < 8) {
            throw Broken.malformed(0, "HeaderTooSmall: not even the header's length");
        }
        long length = in.i64();
        if (length < 0 || length > MAX_HEADER) {
            throw Broken.malformed(0, "HeaderTooLarge: " + Long.toUnsignedString(length) + " bytes");
        }
        if (in.peek() != '{' && length > 0) {
            throw Broken.malformed(8, in.atEnd() ? "InvalidHeaderLength: no header" : "InvalidHeaderStart: no {");
        }
        SafetensorsHeader header = new SafetensorsHeader(in, length, scope);
        header.read();
        long start = 8 + length;
        long data = header.layout(start);
        if (in.skip(data) < data || !in.atEnd()) {
            long there = in.position() - start + in.skipAll();
            throw Broken.malformed(
                    start, "MetadataIncompleteBuffer: tensors of " + data + " bytes, and " + there + " are there");
        }
        return "safetensors";
    }
}
