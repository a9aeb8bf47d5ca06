package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;

/** Python's escapes in the strings of protocol 0. Pure. */
final class Escapes {
    private Escapes() {}

    /** {@code \}{@code uXXXX} and {@code \UXXXXXXXX} after an odd number of backslashes; all else stands for itself. */
    static String unicode(String raw, long offset) throws Broken {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < raw.length(); at++) {
            char next = raw.charAt(at);
            char kind = next == '\\' && at + 1 < raw.length() ? raw.charAt(at + 1) : 0;
            if (kind == 'u' || kind == 'U') {
                int digits = kind == 'u' ? 4 : 8;
                text.appendCodePoint(hex(raw, at + 2, digits, offset));
                at += 1 + digits;
            } else if (kind == '\\') {
                text.append("\\\\");
                at++;
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }

    private static int hex(String raw, int from, int digits, long offset) throws Broken {
        if (from + digits > raw.length()) {
            throw Broken.malformed(offset, "a cut escape");
        }
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = Character.digit(raw.charAt(at), 16);
            if (digit < 0 || value > 0x10ffff) {
                throw Broken.malformed(offset, "an escape that is none");
            }
            value = value << 4 | digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw Broken.malformed(offset, "an escape beyond Unicode");
        }
        return value;
    }

    /** As {@code codecs.escape_decode}; an unknown escape stands for itself. */
    static String string(String raw) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < raw.length(); at++) {
            char next = raw.charAt(at);
            if (next != '\\' || at + 1 >= raw.length()) {
                text.append(next);
                continue;
            }
            char kind = raw.charAt(++at);
            if (kind == 'x'
                    && at + 2 < raw.length()
                    && Character.digit(raw.charAt(at + 1), 16) >= 0
                    && Character.digit(raw.charAt(at + 2), 16) >= 0) {
                text.append((char) Integer.parseInt(raw.substring(at + 1, at + 3), 16));
                at += 2;
            } else if (kind >= '0' && kind <= '7') {
                int value = 0;
                int end = Math.min(raw.length(), at + 3);
                while (at < end && raw.charAt(at) >= '0' && raw.charAt(at) <= '7') {
                    value = value * 8 + raw.charAt(at++) - '0';
                }
                at--;
                text.append((char) (value & 0xff));
            } else {
                text.append(plain(kind));
            }
        }
        return text.toString();
    }

    private static String plain(char kind) {
        return switch (kind) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'v' -> "\u000b";
            case '\\', '\'', '"' -> String.valueOf(kind);
            default -> "\\" + kind;
        };
    }
}
