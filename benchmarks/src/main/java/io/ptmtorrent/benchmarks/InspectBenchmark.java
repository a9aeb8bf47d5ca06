package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.InspectionFeed;
import io.ptmtorrent.inspection.Inspector;
import io.ptmtorrent.inspection.bytes.FileBytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * How fast a file is looked into: a pickle of nothing but opcodes (short texts, numbers, tuples, memo), and opaque tensors in
 * safetensors, each on one core, beside a floor of the same run, which reads the file and takes its CRC32.
 *
 * <p>Both by position, as {@code ptm inspect} does, and as a stream, as a sink does. Run it with the 64 MiB of heap that an
 * inspection is promised to take. Arguments: {@code [MiB] [runs]}, 256 and 5 by default.
 */
public final class InspectBenchmark {
    private final Path file;
    private final long size;

    private InspectBenchmark(Path file) throws IOException {
        this.file = file;
        this.size = Files.size(file);
    }

    public static void main(String[] arguments) throws IOException {
        int mib = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 256;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path scratch = Files.createTempDirectory("ptm-inspect-benchmark");
        try {
            new InspectBenchmark(pickle(scratch.resolve("dense.pkl"), mib)).measure("opcode-dense pickle", runs);
            new InspectBenchmark(tensors(scratch.resolve("model.safetensors"), mib)).measure("opaque tensors", runs);
            System.out.printf("peak heap                    %.1f MiB%n", Figures.peakHeapMib());
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Dicts of short texts, numbers and tuples, all memoized, in batches as Python's own pickler writes them. */
    private static Path pickle(Path file, int mib) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            long wanted = (long) mib << 20;
            out.write(new byte[] {(byte) 0x80, 4, ']', (byte) 0x94});
            long written = 4;
            for (int row = 0; written < wanted; row++) {
                String name = "layer." + row % 1000 + ".weight";
                byte[] text = name.getBytes(StandardCharsets.US_ASCII);
                ByteBuffer item = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
                item.put(new byte[] {'}', (byte) 0x94, '(', (byte) 0x8c, (byte) text.length})
                        .put(text);
                item.put(new byte[] {(byte) 0x94, 'K', 7, (byte) 0x8c, 2, 'i', 'd', (byte) 0x94, 'J'})
                        .putInt(row);
                item.put(new byte[] {(byte) 0x8c, 1, 's', (byte) 0x94, 'K', 3, 'M', 0, 4, (byte) 0x86, (byte) 0x94});
                item.put(new byte[] {'N', (byte) 0x88, 'u', 'a'});
                out.write(item.array(), 0, item.position());
                written += item.position();
            }
            out.write('.');
        }
        return file;
    }

    private static Path tensors(Path file, int mib) throws IOException {
        long length = (long) mib << 20;
        String header = "{\"w\":{\"dtype\":\"U8\",\"shape\":[" + length + "],\"data_offsets\":[0," + length + "]}}";
        byte[] json = header.getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            byte[] chunk = new byte[1 << 20];
            new java.util.Random(1).nextBytes(chunk);
            for (int at = 0; at < mib; at++) {
                out.write(chunk);
            }
        }
        return file;
    }

    private void measure(String what, int runs) throws IOException {
        List<Double> floors = new ArrayList<>();
        List<Double> positions = new ArrayList<>();
        List<Double> streams = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            double floor = rate(this::floor);
            double position = rate(this::byPosition);
            double stream = rate(this::asStream);
            if (run > 0) {
                floors.add(floor);
                positions.add(position);
                streams.add(stream);
            }
        }
        System.out.printf("%-28s %,.0f MiB, medians of %d runs after one%n", what, size / 1048576.0, runs);
        System.out.printf("  floor, read and CRC32      %,.0f MB/s%n", Figures.median(floors));
        System.out.printf("  by position                %,.0f MB/s%n", Figures.median(positions));
        System.out.printf("  as a stream                %,.0f MB/s%n", Figures.median(streams));
    }

    private interface Work {
        void run() throws IOException;
    }

    private double rate(Work work) throws IOException {
        long started = System.nanoTime();
        work.run();
        return size / 1e6 / Figures.secondsSince(started);
    }

    private void floor() throws IOException {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
            }
        }
    }

    private void byPosition() throws IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            check(new Inspector().inspect(file.toString(), bytes));
        }
    }

    private void asStream() throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file);
                FileBytes stored = FileBytes.open(file);
                InspectionFeed feed = new Inspector().feed(file.toString(), size)) {
            for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                feed.write(chunk, 0, read);
            }
            check(feed.finish(stored));
        }
    }

    private static void check(Inspection report) throws IOException {
        if (report.getVerdict() != InspectionVerdict.CLEAN) {
            throw new IOException("expected a clean file, got " + report);
        }
    }
}
