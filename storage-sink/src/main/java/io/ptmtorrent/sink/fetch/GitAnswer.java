package io.ptmtorrent.sink.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.BufferedSource;
import okio.Source;
import okio.Timeout;

/**
 * What a server answers to {@link GitQuestion}: lines, then a pack in packets of the first band (gitprotocol-common,
 * gitprotocol-pack "Packfile Data").
 *
 * <pre>
 * acknowledgments  ACK, ready, delimiter ─► packfile  1… 1… 1… flush
 *                └ NAK, or not ready, flush           2 progress   3 the server's failure
 * </pre>
 *
 * Read as a source it is the pack alone. For one thread.
 */
final class GitAnswer implements Source {
    private static final int LENGTH_DIGITS = 4;
    private static final int MOST_LINES = 1_000;
    private static final int DATA = 1;
    private static final int PROGRESS = 2;
    private static final int FAILURE = 3;

    private final BufferedSource in;
    private long left;
    private boolean ended;

    GitAnswer(BufferedSource in) {
        this.in = in;
    }

    /**
     * Reads up to the pack.
     *
     * @return false where the server sends none, since what we have does not lead to what we want
     * @throws GitRefusedException where the server says what hinders it
     * @throws WrongFormException where nobody there speaks git's protocol
     */
    boolean begin() throws IOException {
        boolean acknowledged = false;
        for (int lines = 0; lines < MOST_LINES; lines++) {
            int length = length();
            if (length == 0) {
                if (acknowledged) {
                    return false;
                }
                throw new WrongFormException("git's answer ends before a pack");
            }
            String line = length < 0 ? "" : in.readUtf8(length).stripTrailing();
            if (line.startsWith("ERR ")) {
                throw new GitRefusedException(line.substring(4));
            }
            if (line.equals("packfile")) {
                return true;
            }
            acknowledged |= line.equals("acknowledgments");
        }
        throw new WrongFormException("git's answer has more than " + MOST_LINES + " lines before a pack");
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        while (left == 0 && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        long read = in.read(sink, Math.min(byteCount, left));
        if (read < 0) {
            throw new EOFException("ended within a packet");
        }
        left -= read;
        return read;
    }

    /** Goes to the next packet of the first band, or to the end. */
    private void next() throws IOException {
        int length = length();
        if (length <= 0) {
            ended = length == 0;
            return;
        }
        int band = in.readByte();
        switch (band) {
            case DATA -> left = length - 1L;
            case PROGRESS -> in.skip(length - 1L);
            case FAILURE ->
                throw new GitRefusedException(in.readUtf8(length - 1L).strip());
            default -> throw packet(length, band);
        }
    }

    /** Servers put an ERR line also between the packets of a pack. */
    private IOException packet(int length, int band) throws IOException {
        String text = (char) band + in.readUtf8(length - 1L).strip();
        return text.startsWith("ERR ")
                ? new GitRefusedException(text.substring(4))
                : new WrongFormException("a packet of band " + band + " in git's answer");
    }

    /** Of the next packet, without its own four digits: 0 for a flush, -1 for a delimiter, an empty line or response-end. */
    private int length() throws IOException {
        String digits = in.readString(LENGTH_DIGITS, StandardCharsets.ISO_8859_1);
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new WrongFormException("no answer of git's protocol: it begins a line with '"
                    + digits.replaceAll("[^\\x20-\\x7e]", "?") + "'");
        }
        int length = Integer.parseInt(digits, 16);
        return length == 0 ? 0 : length <= LENGTH_DIGITS ? -1 : length - LENGTH_DIGITS;
    }

    @Override
    public Timeout timeout() {
        return in.timeout();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
