package io.ptmtorrent.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of any size from loopback, made of one block of noise: as cheap as bytes can be, so that what is measured is whoever
 * fetches them. Answers {@code /o/m/resolve/c/NUMBER-SIZE}, whole or from an offset on (RFC 9110, section 14.2).
 */
final class ByteServer implements AutoCloseable {
    private static final int BLOCK = 1 << 20;
    private static final Pattern NAME = Pattern.compile("/(\\d+)-(\\d+)$");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final byte[] block = new byte[BLOCK];
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration delay;
    private final long heldAt;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    /**
     * @param delay before each answer
     * @param heldAt bytes, of all answers together, after which nothing more is sent until {@link #open}
     */
    ByteServer(Duration delay, long heldAt) throws IOException {
        this.delay = delay;
        this.heldAt = heldAt;
        new Random(1).nextBytes(block);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A file's path at its host. */
    static String path(int number, long size) {
        return "/o/m/resolve/c/" + number + "-" + size;
    }

    /** A file's digest. */
    String sha256(int number, long size) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long at = 0; at < size; at += BLOCK) {
                digest.update(blockAt(number, at), 0, (int) Math.min(BLOCK, size - at));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns once it holds what it was told to hold. */
    void awaitHeld() throws InterruptedException {
        held.await();
    }

    void open() {
        open.countDown();
    }

    /** Bytes of bodies so far. */
    long sent() {
        return sent.get();
    }

    long requests() {
        return requests.get();
    }

    /** The first block names its file, so that no two are the same. */
    private byte[] blockAt(int number, long at) {
        if (at > 0) {
            return block;
        }
        byte[] first = block.clone();
        ByteBuffer.wrap(first).put(("file " + number + "\n").getBytes(StandardCharsets.US_ASCII));
        return first;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Matcher name = NAME.matcher(exchange.getRequestURI().getPath());
        try (exchange) {
            Thread.sleep(delay);
            if (name.find()) {
                send(exchange, Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, int number, long size) throws IOException, InterruptedException {
        String asked = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
        long to = range.matches() && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) + 1 : size;
        exchange.getResponseHeaders().set("ETag", "\"" + number + "-" + size + "\"");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        if (range.matches()) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
        }
        exchange.sendResponseHeaders(range.matches() ? 206 : 200, to - from);
        try (OutputStream out = exchange.getResponseBody()) {
            for (long at = from; at < to; ) {
                int offset = (int) (at % BLOCK);
                int length = (int) Math.min(BLOCK - offset, to - at);
                hold();
                out.write(blockAt(number, at - offset), offset, length);
                sent.addAndGet(length);
                at += length;
            }
        }
    }

    private void hold() throws InterruptedException {
        if (sent.get() >= heldAt) {
            held.countDown();
            open.await();
        }
    }

    @Override
    public void close() {
        open();
        server.stop(0);
        threads.shutdownNow();
    }
}
