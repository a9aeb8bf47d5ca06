package io.ptmtorrent.local.kill;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A TCP proxy that reads the head of every Kafka request before it passes it on, and passes none on once it was told to
 * stop at one.
 *
 * <p>Requests are frames: length (4 bytes), api key (2), version (2), correlation id (4), client id (2 + n), body; see
 * Kafka's protocol guide. Answers pass unread.
 */
final class KafkaProxy implements AutoCloseable {
    /** Api key of EndTxn: a transaction is committed or aborted. */
    static final short END_TXN = 26;

    /** Api key of Produce: records are written. */
    static final short PRODUCE = 0;

    /** Api key of ShareAcknowledge (KIP-932): a share group's member is done with records. */
    static final short SHARE_ACKNOWLEDGE = 79;

    private static final int HEAD = 10;

    /**
     * The head of a request.
     *
     * @param transactionalId of EndTxn: whose transaction; else empty
     */
    record Request(short apiKey, String clientId, String transactionalId) {
        /** Whether it ends a transaction of {@code whose}, a part of the transactional id. */
        boolean commits(String whose) {
            return apiKey == END_TXN && transactionalId.contains(whose);
        }
    }

    private final ServerSocket server;
    private final int brokerPort;
    private final Predicate<Request> passes;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Listens on a free loopback port.
     *
     * @param brokerPort on loopback: where requests go
     * @param passes asked before a request is passed on; false drops it and its connection
     */
    KafkaProxy(int brokerPort, Predicate<Request> passes) throws IOException {
        this.brokerPort = brokerPort;
        this.passes = passes;
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        synchronized (threads) {
            threads.forEach(Thread::interrupt);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket upstream = new Socket();
                sockets.add(client);
                sockets.add(upstream);
                upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort));
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                start(() -> requests(client, upstream));
                start(() -> answers(upstream, client));
            } catch (IOException e) {
                // The broker is not there yet, or this proxy was closed: the client tries again.
            }
        }
    }

    private void requests(Socket client, Socket upstream) {
        try (client;
                upstream) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                if (!passes.test(head(ByteBuffer.wrap(frame)))) {
                    return;
                }
                out.writeInt(frame.length);
                out.write(frame);
                out.flush();
            }
        } catch (EOFException e) {
            // The client is done.
        } catch (IOException e) {
            // One of the two died: so does the connection.
        }
    }

    private static void answers(Socket upstream, Socket client) {
        try (client;
                upstream;
                InputStream in = upstream.getInputStream()) {
            in.transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of the two died: so does the connection.
        }
    }

    static Request head(ByteBuffer frame) {
        short apiKey = frame.getShort(0);
        int clientIdLength = frame.getShort(HEAD - 2);
        String clientId = clientIdLength < 0 ? "" : text(frame, HEAD, clientIdLength);
        int body = HEAD + Math.max(0, clientIdLength);
        return new Request(apiKey, clientId, apiKey == END_TXN ? transactionalId(frame, body) : "");
    }

    /** EndTxn, version 3 and newer: tagged fields (1 byte, none), compact string: length + 1 as varint, text. */
    private static String transactionalId(ByteBuffer frame, int body) {
        boolean compact = frame.getShort(2) >= 3;
        if (!compact) {
            return text(frame, body + 2, frame.getShort(body));
        }
        int length = (frame.get(body + 1) & 0x7f) - 1;
        return text(frame, body + 2, length);
    }

    private static String text(ByteBuffer frame, int at, int length) {
        byte[] bytes = new byte[length];
        frame.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void start(Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().name("kafka-proxy").unstarted(work);
        synchronized (threads) {
            threads.add(thread);
        }
        thread.start();
    }
}
