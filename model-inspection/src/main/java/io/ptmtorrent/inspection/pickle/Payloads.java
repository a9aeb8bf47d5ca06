package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds what hides in a stream's strings: another pickle, an archive, a compressed stream; as it is, as Latin-1 in UTF-8,
 * as base64 or as hex digits.
 *
 * <p>The first bytes decide whether a string is worth a look; the parsers decide what it is.
 */
final class Payloads {
    static final int SHORTEST = 8;
    static final int HEAD = 64;
    static final int LONGEST = 4 << 20;
    private static final int BASE64 = 1;
    private static final int HEX = 2;
    private static final byte[] ALPHABET = alphabet();

    private final Scope scope;
    private boolean told;

    Payloads(Scope scope) {
        this.scope = scope;
    }

    private static byte[] alphabet() {
        byte[] alphabet = new byte[256];
        for (char it : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_".toCharArray()) {
            alphabet[it] = BASE64;
        }
        for (char it : "0123456789abcdefABCDEF".toCharArray()) {
            alphabet[it] |= HEX;
        }
        return alphabet;
    }

    /**
     * Whether a string that begins so may hide something.
     *
     * @param head its first {@link #HEAD} bytes
     */
    boolean mayHide(byte[] head, boolean text) {
        return isOpening(head) || (text && isOpening(unwrapped(head))) || decoded(head, true) != null;
    }

    /**
     * Looks into a string.
     *
     * @param length how long it is in the stream; more than there are bytes where it was cut
     */
    void look(byte[] bytes, long length, long offset) throws IOException {
        boolean found = false;
        if (isOpening(bytes)) {
            found = inspect(bytes, offset);
        } else if (bytes[0] == (byte) 0xc2) {
            byte[] latin = unwrapped(bytes);
            found = isOpening(latin) && inspect(latin, offset);
        } else {
            byte[] decoded = decoded(bytes, false);
            found = decoded != null && inspect(decoded, offset);
        }
        if (found) {
            scope.find(Rule.PICKLE_NESTED, offset, "a string holds another pickle, archive or program");
            if (length > bytes.length) {
                scope.find(Rule.LIMIT, offset, "only the first " + bytes.length + " of its bytes were looked into");
            }
        }
    }

    private boolean inspect(byte[] bytes, long offset) throws IOException {
        if (!scope.budget().takePayload()) {
            if (!told) {
                scope.find(Rule.EXPANSION_LIMIT, offset, "there are more such strings than we look into");
                told = true;
            }
            return false;
        }
        return scope.inspect("string@" + offset, Bytes.of(bytes), Part.Certainty.DATA);
    }

    /** Whether bytes begin as something that carries code or unpacks. */
    private static boolean isOpening(byte[] bytes) {
        if (bytes.length < SHORTEST) {
            return false;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return switch (first) {
            case 0x80 -> second <= 5;
            case 'P' -> second == 'K' && bytes[2] + 1 == bytes[3] && (bytes[2] == 3 || bytes[2] == 5);
            case 0x1f -> second == 0x8b;
            case 'x' -> ((first << 8) | second) % 31 == 0 && (second != '^' || bytes[2] < 32);
            case 'B' -> second == 'Z' && bytes[2] == 'h' && bytes[4] == '1';
            case 0xfd -> second == '7' && bytes[2] == 'z' && bytes[3] == 'X';
            case 0x7f -> second == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
            case 0x04 -> second == 0x22 && bytes[2] == 0x4d && bytes[3] == 0x18;
            case '7' -> second == 'z' && bytes[2] == (byte) 0xbc && bytes[3] == (byte) 0xaf;
            case '(' -> isZstandard(bytes) || isOldPickle(bytes);
            case 'c', 'i', 'S', 'V' -> isOldPickle(bytes);
            default -> false;
        };
    }

    private static boolean isZstandard(byte[] bytes) {
        return bytes[1] == (byte) 0xb5 && bytes[2] == 0x2f && bytes[3] == (byte) 0xfd;
    }

    /** A pickle of protocols 0 to 2 without a header names something: two short lines after a c or an i. */
    private static boolean isOldPickle(byte[] bytes) {
        if (bytes.length < 16) {
            return false;
        }
        int end = Math.min(bytes.length, HEAD);
        int lines = 0;
        for (int at = 1; at < end; at++) {
            if (bytes[at] == '\n') {
                lines++;
            } else if (bytes[at] == ' ') {
                return lines > 1;
            }
        }
        return lines > 1 || (bytes[0] == '(' && bytes[1] == 'c' && lines > 0);
    }

    /** Text that was bytes once: each character of UTF-8 is one of them. */
    private static byte[] unwrapped(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What base64 or hex digits stand for, if that begins as something; null where not. */
    private static byte @Nullable [] decoded(byte[] bytes, boolean headOnly) {
        if (bytes.length < 24) {
            return null;
        }
        int all = BASE64 | HEX;
        for (int at = 0; at < 24; at++) {
            all &= ALPHABET[bytes[at] & 0xff];
            if (all == 0) {
                return null;
            }
        }
        if ((all & HEX) != 0) {
            byte[] hex = hex(bytes, headOnly);
            if (hex != null) {
                return hex;
            }
        }
        byte[] head = base64(Arrays.copyOf(bytes, 24));
        return isOpening(head) || isCodec(head) ? headOnly ? head : base64(bytes) : null;
    }

    private static byte @Nullable [] hex(byte[] bytes, boolean headOnly) {
        int length = headOnly ? 24 : bytes.length;
        int end = 0;
        while (end < length && (ALPHABET[bytes[end] & 0xff] & HEX) != 0) {
            end++;
        }
        byte[] plain = HexFormat.of().parseHex(new String(bytes, 0, end - end % 2, StandardCharsets.ISO_8859_1));
        return isOpening(plain) ? plain : null;
    }

    /** The head of a decoded text may be encoded once more. */
    private static boolean isCodec(byte[] head) {
        return head.length >= 12 && head[0] == 'g' && head[1] == 'A';
    }

    /** Lenient: line breaks are passed over, the first foreign character ends it. */
    private static byte[] base64(byte[] bytes) {
        ByteArrayOutputStream letters = new ByteArrayOutputStream(bytes.length);
        for (byte it : bytes) {
            if ((ALPHABET[it & 0xff] & BASE64) != 0) {
                letters.write(it == '-' ? '+' : it == '_' ? '/' : it);
            } else if (it != '\n' && it != '\r') {
                break;
            }
        }
        byte[] kept = letters.toByteArray();
        int length = kept.length % 4 == 1 ? kept.length - 1 : kept.length;
        return Base64.getDecoder().decode(Arrays.copyOf(kept, length));
    }
}
