package io.ptmtorrent.inspection.tensorflow;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.keras.KerasConfig;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;

/** {@code keras_metadata.pb} beside a saved model: each of Keras's objects with its settings as JSON. */
public final class KerasMetadata {
    private static final int TEXT = 4 << 20;

    private KerasMetadata() {}

    /** Nodes and nothing else, whose kinds begin as Keras's do. */
    public static boolean matches(Bytes bytes) throws IOException {
        byte[] head = bytes.copy(0, 256);
        if (head.length < 8 || head[0] != 0x0a) {
            return false;
        }
        return new String(head, java.nio.charset.StandardCharsets.ISO_8859_1).contains("_tf_keras_");
    }

    /** Reads all of it. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        Wire wire = Wire.of(in);
        while (wire.next()) {
            if (wire.field() != 1) {
                throw Broken.malformed(wire.position(), "no node");
            }
            Wire node = wire.message();
            while (node.next()) {
                if (node.field() == 5) {
                    KerasConfig.judge(Bytes.of(node.bytes(TEXT)).input(), scope);
                } else {
                    node.skip();
                }
            }
        }
        return "keras-metadata";
    }
}
