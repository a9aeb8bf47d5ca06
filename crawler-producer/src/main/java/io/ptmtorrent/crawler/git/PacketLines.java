package io.ptmtorrent.crawler.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Git's way to frame lines: four hex digits of length, themselves counted, then the line; 0000 to 0003 have none
 * (gitprotocol-common and gitprotocol-v2).
 */
final class PacketLines {
    private static final int LENGTH_DIGITS = 4;
    private static final long MOST_BYTES = 64L << 20;
    private static final String FLUSH = "0000";
    private static final String DELIMITER = "0001";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PacketLines line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        out.writeBytes("%04x".formatted(bytes.length + LENGTH_DIGITS).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        return this;
    }

    PacketLines delimiter() {
        out.writeBytes(DELIMITER.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** All of it, with the flush that ends a request. */
    byte[] flushed() {
        out.writeBytes(FLUSH.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /**
     * All lines to the end of a stream, without their line ends; those without text are left out.
     *
     * @throws IOException for what is not framed so, or where there are more than {@code most}, or 64 MiB
     */
    static List<String> read(InputStream in, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        for (byte[] packet = packet(in); packet != null; packet = packet(in)) {
            bytes += packet.length;
            if (lines.size() == most || bytes > MOST_BYTES) {
                throw new IOException("more than " + most + " lines, or " + MOST_BYTES + " bytes");
            }
            if (packet.length > 0) {
                lines.add(new String(packet, StandardCharsets.UTF_8).stripTrailing());
            }
        }
        return lines;
    }

    /**
     * The next packet, at most 65,531 bytes; empty for a flush or a delimiter, null at the end of the stream.
     *
     * @throws IOException for what is not framed so
     */
    static byte @Nullable [] packet(InputStream in) throws IOException {
        byte[] digits = in.readNBytes(LENGTH_DIGITS);
        if (digits.length == 0) {
            return null;
        }
        int length = Math.max(0, length(digits) - LENGTH_DIGITS);
        byte[] packet = in.readNBytes(length);
        if (packet.length < length) {
            throw new IOException("ended within a line");
        }
        return packet;
    }

    private static int length(byte[] digits) throws IOException {
        String text = new String(digits, StandardCharsets.US_ASCII);
        if (!text.matches("[0-9a-f]{4}")) {
            throw new IOException("expected the length of a line in four hex digits, found '" + text + "'");
        }
        return Integer.parseInt(text, 16);
    }
}
