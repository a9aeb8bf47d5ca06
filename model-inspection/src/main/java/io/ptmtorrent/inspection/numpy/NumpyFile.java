package io.ptmtorrent.inspection.numpy;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.PickleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One array ({@code .npy}, versions 1 to 3, as {@code numpy.lib.format} writes it): magic, version, a header that is a
 * Python literal, then the elements, or a pickle where they are objects.
 */
public final class NumpyFile {
    /** numpy itself refuses more than 10,000 unless told otherwise. */
    private static final int HEADER = 1 << 20;

    private NumpyFile() {}

    /** Reads a file that begins with numpy's magic. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        in.skip(6);
        int version = in.u8();
        in.u8();
        if (version < 1 || version > 3) {
            throw Broken.malformed(6, "version " + version);
        }
        byte[] raw = in.take(version == 1 ? in.u16() : in.u32(), HEADER);
        String header = new String(raw, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NumpyHeader array = NumpyHeader.parse(header, in.position() - raw.length);
        scope.count("arrays", 1);
        if (array.hasObjects()) {
            scope.count("arrays-of-objects", 1);
            PickleFile.read(in, scope);
        } else {
            elements(array, in, scope);
        }
        return "npy";
    }

    private static void elements(NumpyHeader array, ByteInput in, Scope scope) throws IOException {
        scope.count("elements", array.count());
        long length = array.bytes(in.position());
        if (in.skip(length) < length) {
            throw in.ends();
        }
        if (!in.atEnd()) {
            long from = in.position();
            scope.broken(Broken.malformed(from, in.skipAll() + " bytes after the last element"));
        }
    }
}
