package io.ptmtorrent.inspection.gguf;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * GGUF versions 2 and 3: counts, keys with values, tensors' names and places, the tensors' bytes; with the limits of
 * {@code gguf_init_from_file} in llama.cpp (2025).
 */
public final class GgufFile {
    private static final int TENSORS = 150_000;
    private static final int DIMENSIONS = 4;
    private static final int TENSOR_NAME = 64;

    private final ByteInput in;
    private final Scope scope;
    private final GgufMetadata metadata;
    private long end;
    /** Where the last tensor's own bytes end: the padding behind it may be missing. */
    private long last;

    private GgufFile(ByteInput in, Scope scope) {
        this.in = in;
        this.scope = scope;
        this.metadata = new GgufMetadata(in, scope);
    }

    /** Reads all of it, from the magic on. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        new GgufFile(in, scope).read();
        return "gguf";
    }

    private void read() throws IOException {
        in.skip(4);
        long version = in.u32();
        if (version != 2 && version != 3) {
            boolean swapped = version != 0 && (version & 0xffff) == 0;
            throw Broken.malformed(4, swapped ? "bytes in the other order" : "version " + version);
        }
        scope.fact("gguf-version", version);
        long tensors = in.i64();
        long keys = in.i64();
        if (tensors < 0 || keys < 0) {
            throw Broken.malformed(8, "a count of tensors or keys below zero");
        }
        if (tensors > TENSORS) {
            throw Broken.unscannable(8, "says it has " + tensors + " tensors");
        }
        metadata.read(keys);
        tensors(tensors);
        data();
    }

    private void tensors(long count) throws IOException {
        Set<String> names = new HashSet<>();
        for (long tensor = 0; tensor < count; tensor++) {
            long offset = in.position();
            long length = in.i64();
            if (length < 0 || length >= TENSOR_NAME) {
                throw Broken.malformed(offset, "a tensor's name of " + Long.toUnsignedString(length) + " bytes");
            }
            String name = new String(in.take(length, TENSOR_NAME), StandardCharsets.UTF_8);
            if (!names.add(name)) {
                throw Broken.malformed(offset, "tensor '" + name + "' is there twice");
            }
            tensor(name, offset);
        }
    }

    private void tensor(String name, long offset) throws IOException {
        long dimensions = in.u32();
        if (dimensions > DIMENSIONS) {
            throw Broken.malformed(offset, "tensor '" + name + "' has " + dimensions + " dimensions");
        }
        long count = 1;
        long first = 1;
        for (long at = 0; at < dimensions; at++) {
            long size = in.i64();
            if (size < 0 || Math.multiplyHigh(count, size) != 0 || count * size < 0) {
                throw Broken.malformed(offset, "tensor '" + name + "' has more elements than any file");
            }
            first = at == 0 ? size : first;
            count *= size;
        }
        int number = in.i32();
        GgmlType type = GgmlType.of(number);
        if (type == null) {
            throw number >= GgmlType.COUNT && number < GgmlType.COUNT + 24
                    ? Broken.unscannable(offset, "element type " + number + " is newer than this inspector")
                    : Broken.malformed(offset, "element type " + number + " does not exist");
        }
        if (first % type.block() != 0) {
            throw Broken.malformed(offset, "tensor '" + name + "' does not fill its blocks of " + type.block());
        }
        place(name, in.i64(), count, type, offset);
    }

    private void place(String name, long place, long count, GgmlType type, long offset) throws Broken {
        long blocks = count / type.block();
        long aligned = metadata.alignment() - 1;
        if (blocks > (Long.MAX_VALUE - end - aligned) / type.bytes()) {
            throw Broken.malformed(offset, "tensor '" + name + "' is larger than any file");
        }
        if (place != end) {
            throw Broken.malformed(offset, "tensor '" + name + "' lies at " + place + ", not at " + end);
        }
        last = end + blocks * type.bytes();
        end = (last + aligned) & ~aligned;
        scope.count("tensors", 1);
        scope.count("parameters", count);
        scope.count("dtype." + type.name(), count);
    }

    private void data() throws IOException {
        if (last == 0) {
            // A vocabulary alone: what may follow is the padding up to where tensors would begin.
            padding(metadata.alignment());
        } else {
            long past = in.position() % metadata.alignment();
            long padding = past == 0 ? 0 : metadata.alignment() - past;
            if (in.skip(padding + last) < padding + last) {
                throw in.ends();
            }
            padding(end - last);
        }
        if (!in.atEnd()) {
            long from = in.position();
            scope.find(Rule.TRAILING_BYTES, from, in.skipAll() + " bytes after the last tensor");
        }
    }

    private void padding(long most) throws IOException {
        for (long at = 0; at < most && in.peek() == 0; at++) {
            in.read();
        }
    }
}
