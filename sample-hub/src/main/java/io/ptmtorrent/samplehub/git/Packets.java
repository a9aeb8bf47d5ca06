package io.ptmtorrent.samplehub.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packet lines, written and read (git's gitprotocol-common). */
final class Packets {
    private static final int MOST_DATA = 65_515;
    private static final int HEADER = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Packets line(String text) {
        return packet((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Packets flush() {
        return raw("0000");
    }

    Packets delimiter() {
        return raw("0001");
    }

    /** Bytes of the first band, in as many packets as they need. */
    Packets data(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += MOST_DATA) {
            int count = Math.min(MOST_DATA, bytes.length - from);
            byte[] packet = new byte[count + 1];
            packet[0] = 1;
            System.arraycopy(bytes, from, packet, 1, count);
            packet(packet);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** The lines of a request, without their ends; a delimiter is an empty one. */
    static List<String> read(byte[] body) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at + HEADER <= body.length; ) {
            int length = Integer.parseInt(new String(body, at, HEADER, StandardCharsets.US_ASCII), 16);
            if (length < HEADER) {
                lines.add("");
                at += HEADER;
                continue;
            }
            lines.add(new String(body, at + HEADER, length - HEADER, StandardCharsets.UTF_8).stripTrailing());
            at += length;
        }
        return lines;
    }

    private Packets packet(byte[] content) {
        raw(String.format("%04x", content.length + HEADER));
        out.writeBytes(content);
        return this;
    }

    private Packets raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }
}
