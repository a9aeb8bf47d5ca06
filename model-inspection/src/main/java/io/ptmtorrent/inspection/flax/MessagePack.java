package io.ptmtorrent.inspection.flax;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** MessagePack (its specification of 2017), one token after the other; big-endian. */
final class MessagePack {
    /** What a token begins. */
    enum Kind {
        MAP,
        ARRAY,
        TEXT,
        BINARY,
        EXTENSION,
        /** A number, truth or nil, whole. */
        PLAIN
    }

    /**
     * One token.
     *
     * @param length entries of a map, items of an array, bytes that follow of a text, binary or extension
     * @param value of a whole number, else 0
     * @param type of an extension, else 0
     */
    record Token(Kind kind, long length, long value, int type) {
        static Token of(Kind kind, long length) {
            return new Token(kind, length, 0, 0);
        }

        static Token number(long value) {
            return new Token(Kind.PLAIN, 0, value, 0);
        }
    }

    private final ByteInput in;

    MessagePack(ByteInput in) {
        this.in = in;
    }

    long position() {
        return in.position();
    }

    Token next() throws IOException {
        int first = in.u8();
        if (first < 0x80) {
            return Token.number(first);
        }
        if (first < 0x90) {
            return Token.of(Kind.MAP, first & 15);
        }
        if (first < 0xa0) {
            return Token.of(Kind.ARRAY, first & 15);
        }
        if (first < 0xc0) {
            return Token.of(Kind.TEXT, first & 31);
        }
        return first >= 0xe0 ? Token.number((byte) first) : longer(first);
    }

    private Token longer(int first) throws IOException {
        return switch (first) {
            case 0xc0, 0xc2, 0xc3 -> Token.number(0);
            case 0xc4, 0xc5, 0xc6 -> Token.of(Kind.BINARY, number(1 << (first - 0xc4)));
            case 0xc7, 0xc8, 0xc9 -> extension(number(1 << (first - 0xc7)));
            case 0xca -> {
                number(4);
                yield Token.number(0);
            }
            case 0xcb -> {
                number(8);
                yield Token.number(0);
            }
            case 0xcc, 0xcd, 0xce, 0xcf -> Token.number(number(1 << (first - 0xcc)));
            case 0xd0, 0xd1, 0xd2, 0xd3 -> Token.number(signed(1 << (first - 0xd0)));
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1L << (first - 0xd4));
            case 0xd9, 0xda, 0xdb -> Token.of(Kind.TEXT, number(1 << (first - 0xd9)));
            case 0xdc, 0xdd -> Token.of(Kind.ARRAY, number(2 << (first - 0xdc)));
            case 0xde, 0xdf -> Token.of(Kind.MAP, number(2 << (first - 0xde)));
            default -> throw Broken.malformed(in.position() - 1, "0xc1 begins nothing in MessagePack");
        };
    }

    private Token extension(long length) throws IOException {
        return new Token(Kind.EXTENSION, length, 0, (byte) in.u8());
    }

    private long number(int bytes) throws IOException {
        long value = 0;
        for (int at = 0; at < bytes; at++) {
            value = (value << 8) | in.u8();
        }
        return value;
    }

    private long signed(int bytes) throws IOException {
        int unused = 64 - 8 * bytes;
        return (number(bytes) << unused) >> unused;
    }

    /** The first of so many bytes as text, the rest passed over. */
    String head(long length, int limit) throws IOException {
        return new String(bytes(length, limit), StandardCharsets.UTF_8);
    }

    /** The first of so many bytes, the rest passed over. */
    byte[] bytes(long length, int limit) throws IOException {
        byte[] head = in.take(Math.min(length, limit), limit);
        skip(length - head.length);
        return head;
    }

    void skip(long length) throws IOException {
        if (in.skip(length) < length) {
            throw in.ends();
        }
    }
}
