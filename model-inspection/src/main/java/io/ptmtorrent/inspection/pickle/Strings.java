package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.Value.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a stream's strings and lines; has those looked into that may hide something. */
final class Strings {
    /** No name is longer. */
    private static final int KEPT = 256;

    private static final int LINE = 1 << 16;

    private final ByteInput in;
    private final Memory memory;
    private final Payloads payloads;

    Strings(ByteInput in, Memory memory, Scope scope) {
        this.in = in;
        this.memory = memory;
        this.payloads = new Payloads(scope);
    }

    Value text(long length, long offset) throws IOException {
        return length <= KEPT ? small((int) length, offset) : large(length, offset, true);
    }

    Value bytes(long length, long offset) throws IOException {
        return length <= KEPT ? small((int) length, offset) : large(length, offset, false);
    }

    private Value small(int length, long offset) throws IOException {
        byte[] bytes = in.take(length, KEPT);
        if (length >= Payloads.SHORTEST) {
            payloads.look(bytes, length, offset);
        }
        return memory.made(new Text(bytes, true));
    }

    private Value large(long length, long offset, boolean text) throws IOException {
        byte[] head = in.peek((int) Math.min(length, Payloads.HEAD));
        long left = length;
        if (head.length == Math.min(length, Payloads.HEAD) && payloads.mayHide(head, text)) {
            byte[] taken = in.take(Math.min(length, Payloads.LONGEST), Payloads.LONGEST);
            left -= taken.length;
            payloads.look(taken, length, offset);
        }
        if (in.skip(left) < left) {
            throw in.ends();
        }
        return Text.LONG;
    }

    /** Up to the next line feed, as UTF-8; without a carriage return before it, as C Python takes it off too. */
    String line(long offset) throws IOException {
        byte[] line = rawLine(offset);
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            throw Broken.malformed(offset, "a line is not UTF-8");
        }
        return text;
    }

    private byte[] rawLine(long offset) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(32);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw Broken.malformed(offset, "ends in a line");
            }
            if (line.size() >= LINE) {
                throw Broken.unscannable(offset, "a line of more than " + LINE + " bytes");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    /** UNICODE: raw-unicode-escape. */
    Value escapedLine(long offset) throws IOException {
        String raw = new String(rawLine(offset), StandardCharsets.ISO_8859_1);
        return kept(Escapes.unicode(raw, offset).getBytes(StandardCharsets.UTF_8), offset);
    }

    /** STRING: in quotes, with the escapes of a Python 2 string. */
    Value quotedLine(long offset) throws IOException {
        String raw = new String(rawLine(offset), StandardCharsets.ISO_8859_1).strip();
        int last = raw.length() - 1;
        if (last < 1 || raw.charAt(0) != raw.charAt(last) || (raw.charAt(0) != '\'' && raw.charAt(0) != '"')) {
            throw Broken.malformed(offset, "a string without its quotes");
        }
        return kept(Escapes.string(raw.substring(1, last)).getBytes(StandardCharsets.ISO_8859_1), offset);
    }

    private Value kept(byte[] bytes, long offset) throws IOException {
        if (bytes.length >= Payloads.SHORTEST) {
            payloads.look(bytes, bytes.length, offset);
        }
        return bytes.length <= KEPT ? memory.made(new Text(bytes, true)) : Text.LONG;
    }
}
