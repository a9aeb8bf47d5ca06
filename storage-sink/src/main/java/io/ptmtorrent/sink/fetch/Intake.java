package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.sink.inspect.Inspections.Look;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import java.io.InputStream;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An answer's bytes: what is read of them is in the upload, and digested. Ends early where there are more than allowed.
 *
 * <p>Who looks into the bytes reads from here, and cannot change what is stored. For one thread.
 */
final class Intake extends InputStream {
    static final int BUFFER_BYTES = 64 * 1024;

    private final BufferedSource source;
    private final Upload upload;
    private final Digests digests;
    private final long most;
    private Look look = Look.NONE;
    private final Buffer head = new Buffer();
    private @Nullable IOException failure;
    private boolean over;

    /** @param most bytes that may come */
    Intake(BufferedSource source, Upload upload, Digests digests, long most) {
        this.source = source;
        this.upload = upload;
        this.digests = digests;
        this.most = most;
    }

    /** Has the bytes looked into as well, as they come. */
    Intake seenBy(Look inspection) {
        look = inspection;
        return this;
    }

    /** Reads all that is left. */
    void drain() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (read(buffer, 0, buffer.length) > 0) {
            // Reading is all.
        }
    }

    /** Whether more came than allowed. */
    boolean isOver() {
        return over;
    }

    /** The first {@value WrongBytes#HEAD_BYTES} bytes at most. */
    ByteString head() {
        return head.snapshot();
    }

    /** Why the bytes ended, where it was no end of theirs: the network's or the store's own failure. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** As much as fits, so that the store gets few large writes. */
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        try {
            int filled = fill(into, from, length);
            return filled == 0 ? -1 : taken(into, from, filled);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private int fill(byte[] into, int from, int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            int read = source.read(into, from + filled, length - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        return filled;
    }

    private int taken(byte[] bytes, int from, int length) throws IOException {
        digests.update(bytes, from, length);
        head.write(bytes, from, Math.min((int) (WrongBytes.HEAD_BYTES - head.size()), length));
        over = digests.size() > most;
        if (over) {
            return -1;
        }
        upload.write(bytes, from, length);
        look.write(bytes, from, length);
        return length;
    }
}
