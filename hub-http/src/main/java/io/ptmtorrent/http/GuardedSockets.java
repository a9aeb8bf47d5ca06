package io.ptmtorrent.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Makes sockets that ask the guard about the address they are about to connect to.
 *
 * <p>Between this question and the connection there is no further lookup, so a name that resolves to something else a
 * moment later (DNS rebinding) gains nothing. TLS is layered over these sockets.
 */
final class GuardedSockets extends SocketFactory {
    private final AddressGuard guard;

    GuardedSockets(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws SocketException {
        throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws SocketException {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws SocketException {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws SocketException {
        throw unused();
    }

    private static SocketException unused() {
        return new SocketException("sockets are made unconnected and guarded when they connect");
    }

    private final class GuardedSocket extends Socket {
        @Override
        public void connect(SocketAddress address) throws IOException {
            connect(address, 0);
        }

        @Override
        public void connect(SocketAddress address, int timeoutMillis) throws IOException {
            if (!(address instanceof InetSocketAddress internet)) {
                throw new SocketException("no internet address: " + address);
            }
            guard.check(internet);
            super.connect(address, timeoutMillis);
        }
    }
}
