package io.ptmtorrent.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacked bytes on their way to a tar reader, which keeps what stands before an entry in memory, however long that says it
 * is: here it ends. For one thread.
 */
public final class TarHeaders extends FilterInputStream {
    /** What git writes before an entry has some kilobytes: a header, and a path of at most 4,096 bytes twice. */
    public static final long MOST_BYTES = 1 << 20;

    private long left = MOST_BYTES;

    /** Reads {@code in}, which is unpacked, and closes it when it is closed itself. */
    public TarHeaders(InputStream in) {
        super(in);
    }

    /** A header comes next, or the end. */
    public void header() {
        left = MOST_BYTES;
    }

    /** A file's content comes next, which nobody keeps. */
    public void content() {
        left = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            throw new TooLong();
        }
        int read = super.read(into, from, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(8 * 1024, Math.max(0, count))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    /** Ends the reading of an archive whose headers have no end. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("an archive with more than " + MOST_BYTES + " bytes before an entry");
        }
    }
}
