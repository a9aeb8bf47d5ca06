package io.ptmtorrent.inspection;

/** Pickles in the shape that joblib and torch write. */
final class PickleSamples {
    private PickleSamples() {}

    /** A tensor of two floats over storage 0, as torch.save writes it. */
    static byte[] tensor() {
        return Made.bytes(
                        0x80,
                        2,
                        "ctorch._utils\n_rebuild_tensor_v2\n((",
                        Made.text32("storage"),
                        "ctorch\nFloatStorage\n",
                        Made.text32("0"),
                        Made.text32("cpu"),
                        "K",
                        2,
                        "tQK",
                        0,
                        "K",
                        2,
                        0x85,
                        "K",
                        1,
                        0x85,
                        0x89,
                        "ccollections\nOrderedDict\n)RtR.")
                .get();
    }

    /** torch's format before 1.6: magic, protocol, system, object, keys, then each storage with its count. */
    static byte[] legacyTorch() {
        byte[] magic = {
            (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
        };
        return Made.bytes(
                        0x80,
                        2,
                        magic,
                        ".",
                        0x80,
                        2,
                        "M",
                        0xe9,
                        3,
                        ".",
                        0x80,
                        2,
                        "}.",
                        tensor(),
                        0x80,
                        2,
                        "](",
                        Made.text32("0"),
                        "e.",
                        2L,
                        new byte[8])
                .get();
    }

    /** An array of three floats between two texts, its bytes inside the stream behind one byte of padding's length. */
    static byte[] joblib() {
        return Made.bytes(
                        0x80,
                        4,
                        "}(",
                        Made.text("a"),
                        Made.text("joblib.numpy_pickle"),
                        Made.text("NumpyArrayWrapper"),
                        0x93,
                        ")",
                        0x81,
                        "}(",
                        Made.text("shape"),
                        "K",
                        3,
                        0x85,
                        Made.text("dtype"),
                        "cnumpy\ndtype\n(",
                        Made.text("f4"),
                        0x89,
                        0x88,
                        "tR",
                        Made.text("numpy_array_alignment_bytes"),
                        "K",
                        16,
                        "ub",
                        2,
                        0xff,
                        0xff,
                        new byte[12],
                        Made.text("b"),
                        Made.text("c"),
                        "u.")
                .get();
    }
}
