package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFact;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Samples made on the spot, and their reports. */
final class Made {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A pickle of protocol 4 out of opcodes: text is written as it is, numbers as bytes. */
    static byte[] pickle(Object... parts) {
        return bytes(0x80, 4).add(parts).add(".").get();
    }

    static Made bytes(Object... parts) {
        return new Made().add(parts);
    }

    Made add(Object... parts) {
        for (Object part : parts) {
            switch (part) {
                case Integer number -> out.write(number);
                case Long number -> out.writeBytes(little(8).putLong(0, number).array());
                case byte[] raw -> out.writeBytes(raw);
                default -> out.writeBytes(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
            }
        }
        return this;
    }

    byte[] get() {
        return out.toByteArray();
    }

    /** SHORT_BINUNICODE. */
    static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes(0x8c, utf8.length, utf8).get();
    }

    /** BINBYTES. */
    static byte[] blob(byte[] raw) {
        return bytes("B", little(4).putInt(0, raw.length).array(), raw).get();
    }

    static byte[] text32(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes("X", little(4).putInt(0, utf8.length).array(), utf8).get();
    }

    /** A pickle that calls a function with one text. */
    static byte[] call(String module, String name, String argument) {
        return pickle("c", module, "\n", name, "\n", text(argument), 0x85, "R");
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    static Map<String, byte[]> entries(String one, byte[] first, String other, byte[] second) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(one, first);
        entries.put(other, second);
        return entries;
    }

    static Inspection report(byte[] file) {
        return report("", file);
    }

    static Inspection report(String name, byte[] file) {
        try {
            return new Inspector().inspect(name, Bytes.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> rules(Inspection report) {
        return report.getFindings().stream().map(InspectionFinding::getRule).toList();
    }

    static Map<String, String> facts(Inspection report) {
        return report.getFacts().stream().collect(Collectors.toMap(InspectionFact::getName, InspectionFact::getValue));
    }

    static List<String> globals(Inspection report) {
        return report.getGlobals().stream()
                .map(it -> it.getModule() + " " + it.getName())
                .toList();
    }
}
