package io.ptmtorrent.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import okio.ByteString;

/**
 * The addresses that are no public host's: loopback, private, link-local, shared, multicast, documentation, and so on.
 *
 * <p>Source: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890, seen November 2026). Of IPv6 only global
 * unicast is public, without the ranges that carry other addresses inside (Teredo, 6to4); NAT64's well-known prefix
 * is judged by the IPv4 address in it, since whole networks reach the IPv4 world through it.
 */
final class ReservedAddresses {
    private static final List<Range> IPV4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");
    private static final Range GLOBAL_UNICAST = Range.parse("2000::/3");
    private static final List<Range> IPV6 = ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    private static final Range NAT64 = Range.parse("64:ff9b::/96");
    private static final int IPV4_BYTES = 4;

    private ReservedAddresses() {}

    /** Whether an address is reserved; IPv4 in its IPv6-mapped form is IPv4 to Java already. */
    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isReserved4(bytes);
        }
        if (NAT64.contains(bytes)) {
            return isReserved4(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length));
        }
        return !GLOBAL_UNICAST.contains(bytes) || IPV6.stream().anyMatch(range -> range.contains(bytes));
    }

    private static boolean isReserved4(byte[] bytes) {
        return IPV4.stream().anyMatch(range -> range.contains(bytes));
    }

    private static List<Range> ranges(String... texts) {
        return Arrays.stream(texts).map(Range::parse).toList();
    }

    private record Range(ByteString first, int bits) {
        static Range parse(String text) {
            int slash = text.indexOf('/');
            return new Range(literal(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }

        private static ByteString literal(String address) {
            try {
                return ByteString.of(InetAddress.getByName(address).getAddress());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no address: " + address, e);
            }
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((first.getByte(bit / Byte.SIZE) ^ address[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
