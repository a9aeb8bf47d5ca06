package io.ptmtorrent.samplehub.loopback;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP/1.1 server on 127.0.0.1, a virtual thread a connection.
 *
 * <p>The JDK's own server always writes its own Date header and buffers differently when an answer is to be cut short;
 * here the answer is what the hub made, byte for byte.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int BACKLOG = 512;
    private static final int JOINED = 16 << 10;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final Function<WireRequest, Answer> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private volatile boolean closed;

    private LoopbackServer(String name, ServerSocket socket, Function<WireRequest, Answer> handler) {
        this.socket = socket;
        this.handler = handler;
        this.acceptor = Thread.ofVirtual().name("sample-hub-" + name).unstarted(this::accept);
    }

    /** Binds and starts; port 0 takes a free one. */
    public static LoopbackServer start(String name, int port, Function<WireRequest, Answer> handler)
            throws IOException {
        ServerSocket socket = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        LoopbackServer server = new LoopbackServer(name, socket, handler);
        server.acceptor.start();
        return server;
    }

    /** Where it listens, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Stops listening and drops every connection, answered or not. */
    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
        awaitAcceptor();
    }

    /** The port stays open until the thread that waits on it has noticed; an interrupt does not shorten that. */
    private void awaitAcceptor() {
        boolean interrupted = Thread.interrupted();
        try {
            acceptor.join(LONGEST_CLOSE);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().name("sample-hub-connection").start(() -> serve(connection));
            } catch (IOException e) {
                if (!closed) {
                    LOG.atWarn().setCause(e).log("could not accept a connection");
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            if (!closed) {
                converse(connection);
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a connection ended early");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a request could not be answered");
        } finally {
            open.remove(connection);
        }
    }

    private void converse(Socket connection) throws IOException {
        BufferedInputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        for (WireRequest request = WireRequest.read(in); request != null && !closed; request = WireRequest.read(in)) {
            Answer answer = handler.apply(request);
            boolean whole = send(out, answer, "HEAD".equals(request.method()));
            if (!whole || request.last()) {
                return;
            }
        }
    }

    private static boolean send(OutputStream out, Answer answer, boolean headOnly) throws IOException {
        byte[] head = head(answer);
        int length = headOnly ? 0 : answer.sent();
        Runnable halfway = answer.halfway();
        if (halfway != null) {
            out.write(head);
            out.write(answer.body(), 0, length / 2);
            out.flush();
            halfway.run();
            out.write(answer.body(), length / 2, length - length / 2);
        } else if (length <= JOINED) {
            byte[] joined = java.util.Arrays.copyOf(head, head.length + length);
            System.arraycopy(answer.body(), 0, joined, head.length, length);
            out.write(joined);
        } else {
            out.write(head);
            out.write(answer.body(), 0, length);
        }
        out.flush();
        return headOnly || length == answer.body().length;
    }

    private static byte[] head(Answer answer) {
        StringBuilder head = new StringBuilder(400);
        head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(answer.status() < 400 ? "OK" : "Error");
        answer.headers()
                .forEach((name, value) ->
                        head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\ncontent-length: ").append(answer.body().length).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
