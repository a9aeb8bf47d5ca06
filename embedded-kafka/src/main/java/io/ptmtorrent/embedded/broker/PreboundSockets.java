package io.ptmtorrent.embedded.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Free ports that stay ours: each is bound before the broker is told its number, and handed over when it listens.
 *
 * <p>Asking the system for a free port and binding it later would lose it to another process now and then. Thread-safe.
 */
final class PreboundSockets implements ServerSocketFactory, AutoCloseable {
    private static final int BACKLOG = 50;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Map<Integer, ServerSocketChannel> bound = new ConcurrentHashMap<>();

    /** Binds a free loopback port and returns its number. */
    int bindFree() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), BACKLOG);
        int port = channel.socket().getLocalPort();
        bound.put(port, channel);
        return port;
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        ServerSocketChannel ready = bound.remove(address.getPort());
        return ready != null
                ? ready
                : ServerSocketFactory.INSTANCE.openServerSocket(listenerName, address, backlog, receiveBufferBytes);
    }

    /** Gives back the ports that nobody took over. */
    @Override
    public void close() throws IOException {
        for (ServerSocketChannel channel : bound.values()) {
            channel.close();
        }
        bound.clear();
    }
}
