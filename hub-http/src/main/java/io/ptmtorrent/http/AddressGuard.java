package io.ptmtorrent.http;

import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Says which addresses may be connected to: public ones, and servers that the configuration names by host and port.
 *
 * <p>A server is allowed by the name that was asked, not by its address: {@code localhost:8080} being allowed does not
 * open it to another name that resolves to it.
 */
final class AddressGuard {
    private final Set<HostPort> allowed;

    AddressGuard(Set<HostPort> allowPrivate, Set<HostPort> endpoints) {
        Set<HostPort> all = new HashSet<>(allowPrivate);
        all.addAll(endpoints);
        this.allowed = Set.copyOf(all);
    }

    /** Refuses an address by where it leads; its host string is the name that was asked. */
    void check(InetSocketAddress address) throws RefusedRequestException {
        HostPort asked = new HostPort(address.getHostString(), address.getPort());
        InetAddress resolved = address.getAddress();
        if (!allowed.contains(asked) && (resolved == null || ReservedAddresses.contains(resolved))) {
            throw new RefusedRequestException(
                    Reason.PRIVATE_ADDRESS,
                    asked + " leads to " + (resolved == null ? "no address" : resolved.getHostAddress())
                            + ", which is not a public address; --allow-private " + asked + " would allow it");
        }
    }
}
