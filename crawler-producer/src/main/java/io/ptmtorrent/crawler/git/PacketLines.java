package io.ptmtorrent.crawler.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Git's way to frame lines: four hex digits of length, themselves counted, then the line; 0000 to 0003 have none
 * (git's protocol-common and protocol-v2).
 */
final class PacketLines {
    private static final int LENGTH_DIGITS = 4;
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
     * @throws IOException for what is not framed so, or where there are more than {@code most}
     */
    static List<String> read(InputStream in, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] digits = in.readNBytes(LENGTH_DIGITS); digits.length > 0; digits = in.readNBytes(LENGTH_DIGITS)) {
            int length = length(digits) - LENGTH_DIGITS;
            if (length <= 0) {
                continue;
            }
            byte[] line = in.readNBytes(length);
            if (line.length < length || lines.size() == most) {
                throw new IOException(line.length < length ? "ended within a line" : "more than " + most + " lines");
            }
            lines.add(new String(line, StandardCharsets.UTF_8).stripTrailing());
        }
        return lines;
    }

    private static int length(byte[] digits) throws IOException {
        String text = new String(digits, StandardCharsets.US_ASCII);
        if (!text.matches("[0-9a-f]{4}")) {
            throw new IOException("expected the length of a line in four hex digits, found '" + text + "'");
        }
        return Integer.parseInt(text, 16);
    }
}
