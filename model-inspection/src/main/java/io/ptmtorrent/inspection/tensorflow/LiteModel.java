package io.ptmtorrent.inspection.tensorflow;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * TensorFlow Lite ({@code schema.fbs} version 3): a FlatBuffer, whose tables are walked over by position, every offset
 * checked. Buffers are held against the file; operators are listed.
 */
public final class LiteModel {
    private static final int MANY = 1_000_000;
    private static final int CUSTOM = 32;

    private final Bytes bytes;
    private final Scope scope;

    private LiteModel(Bytes bytes, Scope scope) {
        this.bytes = bytes;
        this.scope = scope;
    }

    /** By the file identifier. */
    public static boolean matches(byte[] head) {
        return head.length >= 8 && head[4] == 'T' && head[5] == 'F' && head[6] == 'L' && head[7] == '3';
    }

    /** Reads all of it. */
    public static String read(Bytes bytes, Scope scope) throws IOException {
        new LiteModel(bytes, scope).model();
        return "tflite";
    }

    private void model() throws IOException {
        long root = table(u32(0));
        long version = field(root, 0);
        scope.fact("schema-version", version == 0 ? 0 : u32(version));
        long description = field(root, 3);
        if (description != 0) {
            scope.fact("description", string(follow(description)));
        }
        operators(root);
        subgraphs(root);
        buffers(root);
    }

    private void operators(long root) throws IOException {
        Set<String> custom = new TreeSet<>();
        long vector = vector(root, 1);
        long count = vector == 0 ? 0 : count(vector);
        for (long at = 0; at < count; at++) {
            long code = table(follow(vector + 4 + 4 * at));
            long name = field(code, 1);
            if (name != 0) {
                String operator = string(follow(name));
                if (operator.startsWith("Flex")) {
                    scope.operator("tensorflow", operator.substring(4), name);
                }
                if (custom.size() < 100) {
                    custom.add(operator);
                }
            }
        }
        scope.count("operator-kinds", count);
        if (!custom.isEmpty()) {
            scope.fact("custom-operators", String.join(", ", custom));
        }
    }

    private void subgraphs(long root) throws IOException {
        long vector = vector(root, 2);
        long count = vector == 0 ? 0 : count(vector);
        scope.count("subgraphs", count);
        for (long at = 0; at < Math.min(count, 10_000); at++) {
            long graph = table(follow(vector + 4 + 4 * at));
            long tensors = vector(graph, 0);
            long operators = vector(graph, 3);
            scope.count("tensors", tensors == 0 ? 0 : count(tensors));
            scope.count("operators", operators == 0 ? 0 : count(operators));
        }
    }

    private void buffers(long root) throws IOException {
        long vector = vector(root, 4);
        long count = vector == 0 ? 0 : count(vector);
        for (long at = 0; at < count; at++) {
            long buffer = table(follow(vector + 4 + 4 * at));
            long data = vector(buffer, 0);
            if (data != 0) {
                long length = u32(data);
                if (data + 4 + length > bytes.size()) {
                    throw Broken.malformed(data, "a buffer reaches beyond the file");
                }
                scope.count("buffer-bytes", length);
            }
            long offset = field(buffer, 1);
            long size = field(buffer, 2);
            if (offset != 0 && size != 0) {
                long from = u64(offset);
                long length = u64(size);
                if (from < 0 || length < 0 || from + length < 0 || (from > 1 && from + length > bytes.size())) {
                    throw Broken.malformed(offset, "a buffer lies beyond the file");
                }
            }
        }
    }

    private long vector(long table, int number) throws IOException {
        long field = field(table, number);
        return field == 0 ? 0 : follow(field);
    }

    private long count(long vector) throws IOException {
        long count = u32(vector);
        if (count > MANY || vector + 4 + 4 * count > bytes.size()) {
            throw Broken.malformed(vector, "a list of " + count + " tables");
        }
        return count;
    }

    /** Where a table's field is; 0 where it is not set. */
    private long field(long table, int number) throws IOException {
        long fields = table - (int) u32(table);
        int size = u16(fields);
        int at = 4 + 2 * number;
        int offset = at + 2 <= size ? u16(fields + at) : 0;
        return offset == 0 ? 0 : table + offset;
    }

    private long table(long at) throws IOException {
        u32(at);
        return at;
    }

    private long follow(long at) throws IOException {
        return at + u32(at);
    }

    private String string(long at) throws IOException {
        long length = u32(at);
        if (at + 4 + length > bytes.size()) {
            throw Broken.malformed(at, "a text reaches beyond the file");
        }
        return new String(bytes.copy(at + 4, (int) Math.min(length, CUSTOM * 8)), StandardCharsets.UTF_8);
    }

    private int u16(long at) throws IOException {
        byte[] two = at < 0 ? new byte[0] : bytes.copy(at, 2);
        if (two.length < 2) {
            throw Broken.malformed(at, "an offset leads beyond the file");
        }
        return (two[0] & 0xff) | ((two[1] & 0xff) << 8);
    }

    private long u32(long at) throws IOException {
        return u16(at) | ((long) u16(at + 2) << 16);
    }

    private long u64(long at) throws IOException {
        return u32(at) | (u32(at + 4) << 32);
    }
}
