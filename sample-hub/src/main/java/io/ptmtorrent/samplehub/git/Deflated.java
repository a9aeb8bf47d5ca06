package io.ptmtorrent.samplehub.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Compressed bytes, the same for the same content. */
final class Deflated {
    private Deflated() {}

    static byte[] zlib(byte[] content) {
        return through(content, DeflaterOutputStream::new);
    }

    static byte[] gzip(byte[] content) {
        return through(content, GZIPOutputStream::new);
    }

    private interface Filter {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] through(byte[] content, Filter filter) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2 + 64);
        try (OutputStream compressed = filter.over(out)) {
            compressed.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }
}
