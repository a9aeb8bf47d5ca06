package io.ptmtorrent.inspection.protobuf;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One message on the wire, field by field, read forward.
 *
 * <pre>
 * while (wire.next()) {
 *     switch (wire.field()) {
 *         case 1 -&gt; name = wire.text(1000);
 *         case 2 -&gt; read(wire.message());
 *         default -&gt; wire.skip();
 *     }
 * }
 * </pre>
 *
 * <p>Each field is read or skipped once; a message inside is read to its end before the next one. Groups, which nothing
 * here has, and lengths beyond the message are {@link Broken}.
 */
public final class Wire {
    private static final int DEPTH = 48;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final ByteInput in;
    private final long end;
    private final int depth;
    private int field;
    private int type;

    private Wire(ByteInput in, long end, int depth) {
        this.in = in;
        this.end = end;
        this.depth = depth;
    }

    /** The whole of an input. */
    public static Wire of(ByteInput in) {
        return new Wire(in, Long.MAX_VALUE, 0);
    }

    /** Goes to the next field. Gives false at the end of the message. */
    public boolean next() throws IOException {
        if (in.position() >= end || (end == Long.MAX_VALUE && in.atEnd())) {
            if (in.position() > end) {
                throw Broken.malformed(in.position(), "a field reaches beyond its message");
            }
            return false;
        }
        long tag = raw();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > 536_870_911 || type == 3 || type == 4 || type > FIXED32) {
            throw Broken.malformed(in.position(), "no tag of a field");
        }
        return true;
    }

    public int field() {
        return field;
    }

    public boolean isVarint() {
        return type == VARINT;
    }

    public boolean isMessage() {
        return type == LENGTH;
    }

    public long position() {
        return in.position();
    }

    private long raw() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw Broken.malformed(in.position(), "a number of more than ten bytes");
    }

    /** A whole number, also of the fixed types. */
    public long number() throws IOException {
        return switch (type) {
            case VARINT -> raw();
            case FIXED32 -> in.u32();
            case FIXED64 -> in.i64();
            default -> throw Broken.malformed(in.position(), "field " + field + " is no number");
        };
    }

    private long length() throws IOException {
        if (type != LENGTH) {
            throw Broken.malformed(in.position(), "field " + field + " has no length");
        }
        long length = raw();
        if (length < 0 || in.position() + length > end || in.position() + length < 0) {
            throw Broken.malformed(in.position(), "field " + field + " reaches beyond its message");
        }
        return length;
    }

    /** A message inside. */
    public Wire message() throws IOException {
        long length = length();
        if (depth >= DEPTH) {
            throw Broken.unscannable(in.position(), "messages in messages more than " + DEPTH + " deep");
        }
        return new Wire(in, in.position() + length, depth + 1);
    }

    /** Bytes of at most so many; more is {@link Broken}, as not scannable. */
    public byte[] bytes(int limit) throws IOException {
        return in.take(length(), limit);
    }

    public String text(int limit) throws IOException {
        return new String(bytes(limit), StandardCharsets.UTF_8);
    }

    /** The first bytes of a field, the rest passed over. */
    public String head(int limit) throws IOException {
        long length = length();
        byte[] head = in.take(Math.min(length, limit), limit);
        pass(length - head.length);
        return new String(head, StandardCharsets.UTF_8);
    }

    /** Numbers, one alone or many packed into one field. */
    public void numbers(Numbers each) throws IOException {
        if (type != LENGTH) {
            each.take(number());
            return;
        }
        long stop = length() + in.position();
        while (in.position() < stop) {
            each.take(raw());
        }
    }

    /** Takes one of them. */
    public interface Numbers {
        void take(long number) throws IOException;
    }

    /** Passes over the field. Gives how many bytes its content has. */
    public long skip() throws IOException {
        long length = switch (type) {
            case VARINT -> {
                raw();
                yield 0;
            }
            case FIXED64 -> 8;
            case FIXED32 -> 4;
            default -> length();
        };
        pass(length);
        return length;
    }

    private void pass(long length) throws IOException {
        if (in.skip(length) < length) {
            throw in.ends();
        }
    }
}
