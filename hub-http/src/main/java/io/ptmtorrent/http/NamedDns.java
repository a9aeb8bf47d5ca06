package io.ptmtorrent.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;

/** Keeps the name that was asked on every address found, so that {@link AddressGuard} knows both. */
final class NamedDns implements Dns {
    private final Dns dns;

    NamedDns(Dns dns) {
        this.dns = dns;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> named = new ArrayList<>();
        for (InetAddress found : dns.lookup(host)) {
            named.add(InetAddress.getByAddress(host, found.getAddress()));
        }
        return named;
    }
}
