package io.ptmtorrent.inspection.flax;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.CodeHints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A checkpoint of Flax ({@code flax.serialization}, and Orbax's first format): one map in MessagePack, arrays as extension 1,
 * complex numbers as 2, scalars as 3, tuples as 4. The arrays' own bytes are passed over.
 */
public final class FlaxCheckpoint {
    private static final int DEPTH = 64;
    private static final int TEXT = 4096;
    /** Longer bytes are looked into only so far: nothing in a checkpoint but arrays is that long. */
    private static final int LONGEST = 4 << 20;

    private final MessagePack in;
    private final Scope scope;
    private long trees;

    private FlaxCheckpoint(ByteInput in, Scope scope) {
        this.in = new MessagePack(in);
        this.scope = scope;
    }

    /** No magic: a map that is not empty, whose first key is a word. */
    public static boolean matches(byte[] head) {
        int first = head.length < 4 ? 0 : head[0] & 0xff;
        int at = first > 0x80 && first <= 0x8f ? 1 : first == 0xde ? 3 : first == 0xdf ? 5 : 0;
        if (at == 0 || at >= head.length) {
            return false;
        }
        int key = head[at] & 0xff;
        int length =
                key > 0xa0 && key <= 0xbf ? key & 31 : key == 0xd9 && at + 1 < head.length ? head[at + 1] & 0xff : 0;
        int start = at + (key == 0xd9 ? 2 : 1);
        if (length == 0 || start + length >= head.length) {
            return false;
        }
        return new String(head, start, length, StandardCharsets.UTF_8).matches("[\\w ./:*-]+");
    }

    /** Reads all of it. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        FlaxCheckpoint checkpoint = new FlaxCheckpoint(in, scope);
        checkpoint.value("", 0);
        if (!in.atEnd()) {
            long from = in.position();
            scope.find(Rule.TRAILING_BYTES, from, in.skipAll() + " bytes after the map");
        }
        return checkpoint.scope.depth() == 0 || checkpoint.trees > 0 ? "flax" : "msgpack";
    }

    private void value(String key, int depth) throws IOException {
        if (depth > DEPTH) {
            throw Broken.unscannable(in.position(), "maps in maps more than " + DEPTH + " deep");
        }
        long offset = in.position();
        MessagePack.Token token = in.next();
        switch (token.kind()) {
            case MAP -> map(key, token.length(), depth);
            case ARRAY -> {
                for (long item = 0; item < token.length(); item++) {
                    value(key, depth + 1);
                }
            }
            case TEXT -> text(key, token.length(), offset);
            case BINARY -> binary(token.length(), offset);
            case EXTENSION -> extension(token, offset, depth);
            case PLAIN -> {}
        }
    }

    private void map(String key, long size, int depth) throws IOException {
        trees++;
        for (long entry = 0; entry < size; entry++) {
            MessagePack.Token token = in.next();
            String name = key;
            if (token.kind() == MessagePack.Kind.TEXT) {
                name = in.head(token.length(), TEXT);
            } else if (token.kind() != MessagePack.Kind.PLAIN) {
                throw Broken.malformed(in.position(), "a key that is neither a word nor a number");
            }
            if (depth == 0) {
                scope.fact("tree." + name, "");
            }
            value(name, depth + 1);
        }
    }

    private void text(String key, long length, long offset) throws IOException {
        String hint = CodeHints.in(in.head(length, LONGEST));
        if (hint != null) {
            scope.find(Rule.METADATA_CODE, offset, "'" + key + "' says " + hint);
        }
    }

    private void binary(long length, long offset) throws IOException {
        byte[] bytes = in.bytes(length, LONGEST);
        if (scope.budget().takePayload() && scope.inspect("bytes@" + offset, Bytes.of(bytes), Part.Certainty.DATA)) {
            scope.find(Rule.METADATA_CODE, offset, "bytes that are another file");
        }
    }

    private void extension(MessagePack.Token token, long offset, int depth) throws IOException {
        long end = in.position() + token.length();
        switch (token.type()) {
            case 1, 3 -> array(end, offset);
            case 2 -> in.skip(token.length());
            case 4 -> value("", depth + 1);
            default -> {
                scope.find(Rule.FLAX_EXTENSION, offset, "extension " + token.type());
                in.skip(token.length());
            }
        }
        if (in.position() != end) {
            throw Broken.malformed(offset, "an extension says " + token.length() + " bytes, and has others");
        }
    }

    /** An array is a tuple of its shape, its type's name and its bytes. */
    private void array(long end, long offset) throws IOException {
        if (expect(MessagePack.Kind.ARRAY, offset) != 3) {
            throw Broken.malformed(offset, "an array that is not of shape, type and bytes");
        }
        long elements = 1;
        long axes = expect(MessagePack.Kind.ARRAY, offset);
        for (long axis = 0; axis < axes; axis++) {
            long size = in.next().value();
            if (size < 0 || Math.multiplyHigh(elements, size) != 0 || elements * size < 0) {
                throw Broken.malformed(offset, "an array of a size that no file has");
            }
            elements *= size;
        }
        String type = in.head(expect(MessagePack.Kind.TEXT, offset), 64);
        long bytes = expect(MessagePack.Kind.BINARY, offset);
        long width = ElementType.width(type);
        if (width == 0
                || Math.multiplyHigh(elements, width) != 0
                || elements * width != bytes
                || in.position() + bytes != end) {
            throw Broken.malformed(offset, "an array of " + elements + " " + type + " in " + bytes + " bytes");
        }
        in.skip(bytes);
        scope.count("tensors", 1);
        scope.count("parameters", elements);
        scope.count("dtype." + type, elements);
    }

    private long expect(MessagePack.Kind kind, long offset) throws IOException {
        MessagePack.Token token = in.next();
        if (token.kind() != kind) {
            throw Broken.malformed(offset, "an array that is not of shape, type and bytes");
        }
        return token.length();
    }
}
