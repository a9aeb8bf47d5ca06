package io.ptmtorrent.normalizer.parse;

import java.nio.charset.StandardCharsets;

/**
 * Builds an address out of names that may be anything.
 *
 * <p>RFC 3986: unreserved characters stand for themselves, all others become the percent-encoded bytes of their UTF-8.
 * Not for several threads.
 */
final class PercentEncoded {
    /** Hosts take 8 KiB of request line at least; longer ones would be refused by one and not by another. */
    private static final int LONGEST = 8_000;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final StringBuilder out;
    private boolean address = true;

    PercentEncoded(String beginning) {
        out = new StringBuilder(beginning.length() + 128).append(beginning);
    }

    /** Adds what is an address already. */
    PercentEncoded text(String text) {
        out.append(text);
        return this;
    }

    /** Adds the segments of {@code path}, slashes between them. */
    PercentEncoded path(String path) {
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            segment(path.substring(start, slash)).text("/");
            start = slash + 1;
        }
        return segment(path.substring(start));
    }

    /** Adds one segment: a slash in it is encoded. */
    PercentEncoded segment(String segment) {
        if (segment.equals(".") || segment.equals("..") || segment.length() > LONGEST || !isWhole(segment)) {
            address = false;
            return this;
        }
        for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
            }
        }
        return this;
    }

    /** Whether what was added can be asked for. */
    boolean isAddress() {
        return address && out.length() <= LONGEST;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Whether every surrogate has its partner, without which there is no UTF-8. */
    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
