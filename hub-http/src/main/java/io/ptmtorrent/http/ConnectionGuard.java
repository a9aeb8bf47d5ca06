package io.ptmtorrent.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Asks the guard once more where a request is about to be written.
 *
 * <p>One HTTP/2 connection may serve several names of one certificate: what was opened for an allowed name must not
 * carry a request to another one that nobody allowed.
 */
final class ConnectionGuard implements Interceptor {
    private final AddressGuard guard;

    ConnectionGuard(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        // Below the list there always is a connection; its socket knows where it leads.
        InetAddress peer = Objects.requireNonNull(chain.connection()).socket().getInetAddress();
        guard.check(new InetSocketAddress(InetAddress.getByAddress(url.host(), peer.getAddress()), url.port()));
        return chain.proceed(chain.request());
    }
}
