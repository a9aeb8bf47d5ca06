package io.ptmtorrent.inspection.onnx;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tensors of a model: how many elements, and which of them take their bytes from another file. */
final class OnnxTensors {
    private static final int TEXT = 4096;
    private static final int FILES = 200;
    /** What a tensor may say of its other file; anything else may set what a reader never meant to be set. */
    private static final Set<String> KEYS = Set.of("location", "offset", "length", "checksum", "basepath");

    private static final Map<Long, String> TYPES = Map.ofEntries(
            Map.entry(1L, "float32"),
            Map.entry(2L, "uint8"),
            Map.entry(3L, "int8"),
            Map.entry(4L, "uint16"),
            Map.entry(5L, "int16"),
            Map.entry(6L, "int32"),
            Map.entry(7L, "int64"),
            Map.entry(8L, "string"),
            Map.entry(9L, "bool"),
            Map.entry(10L, "float16"),
            Map.entry(11L, "float64"),
            Map.entry(12L, "uint32"),
            Map.entry(13L, "uint64"),
            Map.entry(14L, "complex64"),
            Map.entry(15L, "complex128"),
            Map.entry(16L, "bfloat16"));

    private final Scope scope;
    private final Map<String, Long> types = new TreeMap<>();
    private final Set<String> files = new TreeSet<>();
    private long tensors;
    private long parameters;

    OnnxTensors(Scope scope) {
        this.scope = scope;
    }

    void sparse(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() <= 2) {
                tensor(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    void tensor(Wire wire) throws IOException {
        long[] count = {1};
        long type = 0;
        long offset = wire.position();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> wire.numbers(size -> count[0] = times(count[0], size, wire.position()));
                case 2 -> type = wire.number();
                case 13 -> external(wire.message());
                default -> wire.skip();
            }
        }
        if (type < 0 || type > 64) {
            throw Broken.malformed(offset, "element type " + type);
        }
        tensors++;
        parameters += count[0];
        types.merge(TYPES.getOrDefault(type, "type-" + type), count[0], Long::sum);
    }

    private static long times(long count, long size, long offset) throws Broken {
        if (size < 0 || Math.multiplyHigh(count, size) != 0 || count * size < 0) {
            throw Broken.malformed(offset, "a tensor of more elements than any file has");
        }
        return count * size;
    }

    private void external(Wire wire) throws IOException {
        String key = "";
        String value = "";
        long offset = wire.position();
        while (wire.next()) {
            if (wire.field() == 1) {
                key = wire.text(TEXT);
            } else if (wire.field() == 2) {
                value = wire.text(TEXT);
            } else {
                wire.skip();
            }
        }
        switch (key) {
            case "location", "basepath" -> location(value, offset);
            case "offset", "length" -> {
                if (!value.matches("[0-9]{1,18}")) {
                    scope.broken(Broken.malformed(offset, "external " + key + " '" + value + "'"));
                }
            }
            default -> {
                if (!KEYS.contains(key)) {
                    scope.broken(Broken.malformed(offset, "external data say '" + key + "', which is no word of ONNX"));
                }
            }
        }
    }

    /** CVE-2022-25882, CVE-2024-27318, CVE-2024-5187 and what is like them: any way out of the model's folder. */
    private void location(String path, long offset) {
        String plain = path.replace('\\', '/');
        boolean leaves = plain.isEmpty()
                || plain.startsWith("/")
                || plain.indexOf('\0') >= 0
                || plain.matches("(?s)^[A-Za-z][A-Za-z0-9+.-]*:.*")
                || plain.matches("(?s)(^|.*/)\\.\\.\\s*(/.*|$)");
        if (leaves) {
            scope.find(Rule.ONNX_EXTERNAL_PATH, offset, "takes a tensor from '" + path + "'");
        } else if (files.size() < FILES) {
            files.add(path);
        }
    }

    void tell() {
        scope.count("tensors", tensors);
        scope.count("parameters", parameters);
        types.forEach((type, count) -> scope.count("dtype." + type, count));
        if (!files.isEmpty()) {
            scope.fact("external-files", String.join(", ", files));
        }
    }

    /** Element type and shape of a TypeProto, as float32[1,3,n]; other kinds by their name. */
    static String type(Wire wire) throws IOException {
        StringBuilder told = new StringBuilder();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> tensorType(wire.message(), told);
                case 4 -> other("sequence", wire, told);
                case 5 -> other("map", wire, told);
                case 8 -> other("sparse", wire, told);
                case 9 -> other("optional", wire, told);
                default -> wire.skip();
            }
        }
        return told.toString();
    }

    private static void other(String kind, Wire wire, StringBuilder told) throws IOException {
        told.append(kind);
        wire.skip();
    }

    private static void tensorType(Wire wire, StringBuilder told) throws IOException {
        while (wire.next()) {
            if (wire.field() == 1) {
                long type = wire.number();
                told.append(TYPES.getOrDefault(type, "type-" + type));
            } else if (wire.field() == 2) {
                shape(wire.message(), told);
            } else {
                wire.skip();
            }
        }
    }

    private static void shape(Wire wire, StringBuilder told) throws IOException {
        told.append('[');
        boolean first = true;
        while (wire.next()) {
            if (wire.field() != 1) {
                wire.skip();
                continue;
            }
            Wire dimension = wire.message();
            String size = "?";
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    size = Long.toString(dimension.number());
                } else if (dimension.field() == 2) {
                    size = dimension.head(100);
                } else {
                    dimension.skip();
                }
            }
            if (told.length() < 900) {
                told.append(first ? "" : ",").append(size);
            }
            first = false;
        }
        told.append(']');
    }
}
