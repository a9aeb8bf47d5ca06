package io.ptmtorrent.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.parse.Accepted;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.wire.RecordWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Models a second that one thread makes of Hugging Face's rows: bytes read, parsed, derived, encoded as {@code ptm.models}
 * has them. The floor reads the same bytes as JSON and does nothing with them. A second is one of the thread's own processor
 * time, so that what else runs on the machine counts little; the collector's threads and the compilers' are not in it.
 */
public final class NormalizeBenchmark {
    private static final int PASSES = 5;

    private final HubParser parser = Parsers.of("huggingface").orElseThrow();
    private final RecordWriter<Model> writer = new RecordWriter<>(Model.class, 1);
    private final JsonMapper json = new JsonMapper();
    private final List<byte[]> rows;

    private NormalizeBenchmark(List<byte[]> rows) {
        this.rows = rows;
    }

    /** What a pass over all rows came to. */
    private record Pass(double modelsPerSecond, double allocated, long encoded) {}

    private interface Work {
        long on(byte[] row) throws IOException;
    }

    public static void main(String[] args) throws Exception {
        RecordSerdes.trustOurRecords();
        int models = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        new NormalizeBenchmark(ListedRows.read(models).bodies()).run(runs);
    }

    /** Warms up with a pass of each, then takes turns. */
    private void run(int runs) throws IOException {
        List<Double> floors = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        Pass last = pass(this::normalize);
        pass(this::read);
        for (int run = 0; run < runs; run++) {
            floors.add(pass(this::read).modelsPerSecond());
            last = pass(this::normalize);
            rates.add(last.modelsPerSecond());
        }
        report(floors, rates, last);
    }

    private Pass pass(Work work) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long started = threads.getCurrentThreadCpuTime();
        long bytes = 0;
        for (int i = 0; i < PASSES; i++) {
            for (byte[] row : rows) {
                bytes += work.on(row);
            }
        }
        double models = (double) PASSES * rows.size();
        double seconds = (threads.getCurrentThreadCpuTime() - started) / 1e9;
        double allocated = (threads.getCurrentThreadAllocatedBytes() - before) / models;
        return new Pass(models / seconds, allocated, bytes / PASSES / rows.size());
    }

    private long normalize(byte[] row) {
        return writer.write(((Accepted) parser.parse(row)).model()).length;
    }

    private long read(byte[] row) throws IOException {
        return json.readTree(row).size();
    }

    @SuppressWarnings("SystemOut")
    private void report(List<Double> floors, List<Double> rates, Pass last) {
        double bytes = rows.stream().mapToInt(row -> row.length).average().orElse(0);
        System.out.printf("rows %d of %.0f bytes on average%n", rows.size(), bytes);
        System.out.printf("floor, read as JSON: %.0f rows/s %s%n", Figures.median(floors), floors);
        System.out.printf("parse, derive, encode: %.0f models/s %s%n", Figures.median(rates), rates);
        System.out.printf("%.2f of the floor%n", Figures.median(rates) / Figures.median(floors));
        System.out.printf("allocated a model: %.0f bytes; encoded: %d bytes%n", last.allocated(), last.encoded());
    }
}
