package io.ptmtorrent.inspection.gguf;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.ChatTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The keys and values. Chat templates among them are judged; small values are facts. */
final class GgufMetadata {
    private static final int KEYS = 10_000;
    private static final int KEY = 1024;
    /** llama.cpp refuses counts whose table does not fit into an address. */
    private static final long MOST = Long.MAX_VALUE / 64;

    private static final int TEMPLATE = 4 << 20;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    /** Bytes a value, by type: u8 i8 u16 i16 u32 i32 f32 bool string array u64 i64 f64. */
    private static final int[] WIDTH = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final ByteInput in;
    private final Scope scope;
    private final Set<String> keys = new HashSet<>();
    private long alignment = 32;

    GgufMetadata(ByteInput in, Scope scope) {
        this.in = in;
        this.scope = scope;
    }

    long alignment() {
        return alignment;
    }

    void read(long count) throws IOException {
        if (count > MOST) {
            throw Broken.malformed(16, "a count of " + count + " keys, which is more than memory has");
        }
        for (long key = 0; key < count; key++) {
            if (key >= KEYS) {
                throw Broken.unscannable(in.position(), "says it has " + count + " keys");
            }
            pair();
        }
    }

    private void pair() throws IOException {
        long offset = in.position();
        long length = in.i64();
        if (length < 0 || length > KEY) {
            throw Broken.malformed(offset, "a key of " + Long.toUnsignedString(length) + " bytes");
        }
        String key = new String(in.take(length, KEY), StandardCharsets.UTF_8);
        if (!keys.add(key)) {
            throw Broken.malformed(offset, "key '" + key + "' is there twice");
        }
        int type = type();
        if (type == ARRAY) {
            array(key);
        } else if (type == STRING) {
            text(key);
        } else {
            number(key, type, offset);
        }
    }

    private int type() throws IOException {
        long type = in.u32();
        if (type >= WIDTH.length) {
            throw Broken.malformed(in.position() - 4, "value type " + type);
        }
        return (int) type;
    }

    private String string(int limit) throws IOException {
        return new String(in.take(length(in.i64()), limit), StandardCharsets.UTF_8);
    }

    private long length(long declared) throws Broken {
        if (declared < 0) {
            throw Broken.malformed(in.position() - 8, "a length beyond any file");
        }
        return declared;
    }

    private void text(String key) throws IOException {
        if (key.startsWith("tokenizer.chat_template")) {
            ChatTemplate.judge(string(TEMPLATE), scope.named(key));
            return;
        }
        long length = length(in.i64());
        long kept = Math.min(length, 1000);
        String text = new String(in.take(kept, 1000), StandardCharsets.UTF_8);
        skip(length - kept);
        if (key.startsWith("general.") || key.endsWith(".model") || key.endsWith(".pre")) {
            scope.fact(key, text);
        }
    }

    private void number(String key, int type, long offset) throws IOException {
        long value = switch (WIDTH[type]) {
            case 1 -> in.u8();
            case 2 -> in.u16();
            case 4 -> in.u32();
            default -> in.i64();
        };
        if (key.equals("general.alignment")) {
            if (type != 4 || value == 0 || (value & (value - 1)) != 0) {
                throw Broken.malformed(offset, "an alignment of " + value);
            }
            alignment = value;
        }
        boolean real = type == 6 || type == 12;
        scope.fact(key, real ? real(type, value) : (Object) value);
    }

    private static Object real(int type, long bits) {
        return type == 6 ? (Object) Float.intBitsToFloat((int) bits) : (Object) Double.longBitsToDouble(bits);
    }

    private void array(String key) throws IOException {
        int type = type();
        long count = length(in.i64());
        scope.fact(key + ".count", count);
        if (type == ARRAY) {
            throw Broken.malformed(in.position(), "'" + key + "' is an array of arrays");
        }
        if (type != STRING) {
            if (Math.multiplyHigh(count, WIDTH[type]) != 0 || count * WIDTH[type] < 0) {
                throw Broken.malformed(in.position(), "'" + key + "' is larger than any file");
            }
            skip(count * WIDTH[type]);
            return;
        }
        boolean templates = key.startsWith("tokenizer.chat_template");
        for (long at = 0; at < count; at++) {
            if (templates) {
                ChatTemplate.judge(string(TEMPLATE), scope.named(key));
            } else {
                skip(length(in.i64()));
            }
        }
    }

    private void skip(long length) throws IOException {
        if (in.skip(length) < length) {
            throw in.ends();
        }
    }
}
