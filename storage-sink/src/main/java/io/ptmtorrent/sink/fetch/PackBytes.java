package io.ptmtorrent.sink.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A pack's bytes one after the other, counted and digested as they are used (gitformat-pack). For one use. */
final class PackBytes implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MORE = 0x80;
    private static final int SEVEN = 0x7f;

    private final InputStream in;
    private final MessageDigest sha1 = Digests.digest("SHA-1");
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] inflated = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long position;

    PackBytes(InputStream in) {
        this.in = in;
    }

    /** Takes what an object unpacks to. */
    interface Content {
        void add(byte[] bytes, int length) throws IOException;
    }

    /** How many bytes were used. */
    long position() {
        return position;
    }

    /** What was used so far, digested. Once. */
    byte[] digest() {
        return sha1.digest();
    }

    int read() throws IOException {
        if (at == end) {
            fill();
        }
        use(1);
        return buffer[at - 1] & 0xff;
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) read();
        }
        return bytes;
    }

    /** An object's kind and size: three bits and four, then seven a byte, the lowest first. */
    Header header() throws IOException {
        int first = read();
        long size = first & 15;
        int next = first;
        for (int shift = 4; (next & MORE) != 0; shift += 7) {
            next = read();
            if (shift > 53) {
                throw new WrongFormException("a pack with an object of more than 2^60 bytes");
            }
            size |= (long) (next & SEVEN) << shift;
        }
        return new Header(first >> 4 & 7, size);
    }

    record Header(int kind, long size) {}

    /** How far before an object its base stands: seven bits a byte, the highest first, each but the last one more. */
    long baseDistance() throws IOException {
        int next = read();
        long distance = next & SEVEN;
        while ((next & MORE) != 0) {
            next = read();
            if (distance > 1L << 53) {
                throw new WrongFormException("a pack with a delta whose base is before its beginning");
            }
            distance = ((distance + 1) << 7) | (next & SEVEN);
        }
        return distance;
    }

    /** Unpacks an object of a size; a WrongFormException where it has another one, or is not packed by zlib. */
    void inflate(long size, Content content) throws IOException {
        inflater.reset();
        long got = 0;
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (at == end) {
                        fill();
                    }
                    inflater.setInput(buffer, at, end - at);
                }
                int before = inflater.getRemaining();
                int count = inflater.inflate(inflated);
                use(before - inflater.getRemaining());
                got += count;
                if (got > size || inflater.needsDictionary()) {
                    break;
                }
                content.add(inflated, count);
            }
        } catch (DataFormatException e) {
            throw new WrongFormException("a pack with an object that does not unpack: " + e.getMessage());
        }
        if (got != size || !inflater.finished()) {
            throw new WrongFormException("a pack with an object that is not of the size that it says");
        }
    }

    /** Whether no byte is left. */
    boolean isAtEnd() throws IOException {
        return at == end && in.read(buffer, 0, 1) < 0;
    }

    private void fill() throws IOException {
        at = 0;
        end = in.read(buffer, 0, buffer.length);
        if (end <= 0) {
            end = 0;
            throw new WrongFormException("a pack that ends early");
        }
    }

    private void use(int count) {
        sha1.update(buffer, at, count);
        at += count;
        position += count;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
