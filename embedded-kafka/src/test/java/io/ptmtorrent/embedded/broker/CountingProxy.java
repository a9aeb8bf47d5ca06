package io.ptmtorrent.embedded.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Passes bytes on between clients and a server on loopback, and counts the connections. */
final class CountingProxy implements AutoCloseable {
    private final ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable Integer target;

    CountingProxy() throws IOException {
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + clients.getLocalPort();
    }

    /** Says where to: {@code host:port}. */
    void leadTo(String address) {
        target = Integer.valueOf(address.substring(address.indexOf(':') + 1));
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.close();
    }

    private void accept() {
        while (!clients.isClosed()) {
            try {
                connect(clients.accept());
            } catch (IOException e) {
                // Closed, or the server is not there: the client sees its connection end.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        connections.incrementAndGet();
        open.add(client);
        Integer port = target;
        if (port == null) {
            client.close();
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(server);
        threads.execute(() -> pass(client, server));
        threads.execute(() -> pass(server, client));
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side is gone; both end.
        }
    }
}
