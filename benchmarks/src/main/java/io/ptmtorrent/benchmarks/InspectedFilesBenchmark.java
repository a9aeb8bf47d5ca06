package io.ptmtorrent.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.sink.fetch.ArtifactFetcher;
import io.ptmtorrent.sink.fetch.Expected;
import io.ptmtorrent.sink.fetch.FetchLimits;
import io.ptmtorrent.sink.fetch.Fetched;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import okhttp3.HttpUrl;

/**
 * What looking into files costs a sink: the same files fetched from this process's own loopback server into a directory,
 * verified by size, with and without inspection, in turn.
 *
 * <p>The mix is that of a usual hub: 400 settings of 4 KiB, 40 zips as torch.save writes them of 4 MiB, 8 safetensors of
 * 64 MiB; 8 at a time. No Kafka is in it, which would only hide the cost. Arguments: {@code [runs]}, 5 by default.
 */
public final class InspectedFilesBenchmark {
    private static final int AT_ONCE = 8;
    private static final int PIECE = 64 << 10;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final HttpServer server;
    private final HubHttp http;

    private InspectedFilesBenchmark() throws IOException {
        Random random = new Random(1);
        for (int number = 0; number < 400; number++) {
            files.put("config-" + number + ".json", settings(number));
        }
        for (int number = 0; number < 40; number++) {
            files.put("pytorch_model-" + number + ".bin", torch(random));
        }
        for (int number = 0; number < 8; number++) {
            files.put("model-" + number + ".safetensors", safetensors(random, 64 << 20));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        http = HubHttp.create(
                HubHttpConfig.defaults("benchmark")
                        .withContact("benchmark@example.org")
                        .withEndpoints(List.of(new Endpoint("huggingface.co", here))),
                new SimpleMeterRegistry());
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path scratch = Files.createTempDirectory("ptm-inspected-files");
        InspectedFilesBenchmark benchmark = new InspectedFilesBenchmark();
        try {
            benchmark.measure(scratch, runs);
        } finally {
            benchmark.close();
            Scratch.delete(scratch);
        }
    }

    private void measure(Path scratch, int runs) throws Exception {
        List<Pace> without = new ArrayList<>();
        List<Pace> with = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            Pace plain = pace(scratch.resolve("plain-" + run), Inspections.NONE);
            Pace inspected = pace(scratch.resolve("inspected-" + run), Inspections.of(false));
            if (run > 0) {
                without.add(plain);
                with.add(inspected);
                System.out.printf("run %d: %s without, %s with inspection%n", run, plain, inspected);
            }
        }
        Pace plain = Pace.median(without);
        Pace inspected = Pace.median(with);
        System.out.printf("%,d files, %,.0f MB, medians of %d runs after one%n", files.size(), megabytes(), runs);
        System.out.printf("without inspection  %s%n", plain);
        System.out.printf(
                "with inspection     %s (%.2f of that a second, %.2f a second of the processor)%n",
                inspected, inspected.real() / plain.real(), inspected.processor() / plain.processor());
    }

    /** MB a second, and MB a second of this process's processor time, the server's included: that says much on a busy machine. */
    private record Pace(double real, double processor) {
        static Pace median(List<Pace> all) {
            return new Pace(
                    Figures.median(all.stream().map(Pace::real).toList()),
                    Figures.median(all.stream().map(Pace::processor).toList()));
        }

        @Override
        public String toString() {
            return "%,.0f MB/s, %,.0f MB a CPU-second".formatted(real, processor);
        }
    }

    private static double processorSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private double megabytes() {
        return files.values().stream().mapToLong(it -> it.length).sum() / 1e6;
    }

    private Pace pace(Path folder, Inspections inspections) throws Exception {
        try (ObjectStore store = DirectoryStore.open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            ArtifactFetcher fetcher = new ArtifactFetcher(http, store, inspections);
            double before = processorSeconds();
            long started = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            files.forEach((name, bytes) -> all.add(threads.submit(() -> fetch(fetcher, name, bytes.length))));
            for (Future<?> one : all) {
                one.get();
            }
            return new Pace(megabytes() / Figures.secondsSince(started), megabytes() / (processorSeconds() - before));
        } finally {
            Scratch.delete(folder);
        }
    }

    private static void fetch(ArtifactFetcher fetcher, String name, long size) {
        FetchLimits limits = new FetchLimits(1L << 40, Duration.ofMinutes(5), 0);
        HttpUrl url = HttpUrl.get("https://huggingface.co/o/m/resolve/abc/" + name);
        try {
            Fetched fetched = fetcher.fetch("huggingface", url, new Expected(null, null, size), limits);
            if (!(fetched instanceof Fetched.Stored)) {
                throw new IllegalStateException(name + " was not stored: " + fetched);
            }
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = files.get(path.substring(path.lastIndexOf('/') + 1));
        try (exchange) {
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                try (OutputStream out = exchange.getResponseBody()) {
                    // The server keeps a buffer twice as long as the longest write, a connection.
                    for (int at = 0; at < body.length; at += PIECE) {
                        out.write(body, at, Math.min(PIECE, body.length - at));
                    }
                }
            }
        }
    }

    private static byte[] settings(int number) {
        StringBuilder json = new StringBuilder("{\"model_type\":\"bert\",\"number\":" + number);
        for (int key = 0; json.length() < 4000; key++) {
            json.append(",\"key_")
                    .append(key)
                    .append("\":\"value ")
                    .append(number + key)
                    .append('"');
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One storage of 4 MiB, stored as torch.save stores it, and the pickle that names it. */
    private static byte[] torch(Random random) throws IOException {
        byte[] storage = new byte[4 << 20];
        random.nextBytes(storage);
        ByteArrayOutputStream file = new ByteArrayOutputStream(storage.length + 1024);
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            put(zip, "archive/data.pkl", new byte[] {(byte) 0x80, 2, '}', 'q', 0, '.'});
            put(zip, "archive/data/0", storage);
            put(zip, "archive/version", new byte[] {'3', '\n'});
        }
        return file.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] safetensors(Random random, int length) {
        byte[] header = ("{\"w\":{\"dtype\":\"U8\",\"shape\":[" + length + "],\"data_offsets\":[0," + length + "]}}")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tensors = new byte[length];
        random.nextBytes(tensors);
        return ByteBuffer.allocate(8 + header.length + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(tensors)
                .array();
    }

    private void close() {
        http.close();
        server.stop(0);
    }
}
