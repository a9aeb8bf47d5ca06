package io.ptmtorrent.inspection.onnx;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * An ONNX model ({@code onnx.proto3}, IR versions to 12): graph, subgraphs, functions, where tensors take their bytes from.
 * The tensors' own bytes are passed over.
 */
public final class OnnxModel {
    private static final int TEXT = 4096;
    private static final int NAME = 512;
    /** Two names of one domain. */
    private static final Set<String> DEFAULT = Set.of("", "ai.onnx");

    private final Scope scope;
    private final OnnxTensors tensors;
    private final Set<String> opsets = new TreeSet<>();

    private OnnxModel(Scope scope) {
        this.scope = scope;
        this.tensors = new OnnxTensors(scope);
    }

    /** Whether bytes are such a message: there is no magic, so its fields must be a model's, with a graph among them. */
    public static boolean matches(Bytes bytes) throws IOException {
        boolean graph = false;
        int known = 0;
        try {
            Wire wire = Wire.of(bytes.input());
            while (wire.next()) {
                int field = wire.field();
                boolean number = field == 1 || field == 5;
                boolean fits = field <= 8 || field == 14 || field == 20 || field == 25 || field == 26;
                if (!fits || wire.isVarint() != number || ++known > 50_000) {
                    return false;
                }
                graph |= field == 7;
                wire.skip();
            }
            return graph && known > 1;
        } catch (Broken e) {
            return graph && known > 1;
        }
    }

    /** Reads all of it. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        OnnxModel model = new OnnxModel(scope);
        model.model(Wire.of(in));
        model.tell();
        return "onnx";
    }

    private void model(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> scope.fact("ir-version", wire.number());
                case 2 -> scope.fact("producer", wire.head(TEXT));
                case 3 -> scope.fact("producer-version", wire.head(TEXT));
                case 7 -> graph(wire.message(), true);
                case 8 -> opset(wire.message());
                case 14 -> metadata(wire.message());
                case 20 -> training(wire.message());
                case 25 -> function(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void training(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() <= 2) {
                graph(wire.message(), false);
            } else {
                wire.skip();
            }
        }
    }

    private void metadata(Wire wire) throws IOException {
        String key = "";
        while (wire.next()) {
            if (wire.field() == 1) {
                key = wire.head(TEXT);
            } else if (wire.field() == 2) {
                scope.fact("metadata." + key, wire.head(TEXT));
            } else {
                wire.skip();
            }
        }
    }

    private void opset(Wire wire) throws IOException {
        String domain = "";
        long version = 0;
        while (wire.next()) {
            if (wire.field() == 1) {
                domain = wire.head(TEXT);
            } else if (wire.field() == 2) {
                version = wire.number();
            } else {
                wire.skip();
            }
        }
        if (opsets.size() < 100) {
            opsets.add((domain.isEmpty() ? "ai.onnx" : domain) + " " + version);
        }
    }

    private void function(Wire wire) throws IOException {
        long offset = wire.position();
        String name = "";
        String domain = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text(NAME);
                case 7 -> node(wire.message());
                case 10 -> domain = wire.text(NAME);
                case 11 -> attribute(wire.message());
                default -> wire.skip();
            }
        }
        scope.operator("onnx-defined", named(domain, name), offset);
    }

    private static String named(String domain, String name) {
        return DEFAULT.contains(domain) ? name : domain + ":" + name;
    }

    private void graph(Wire wire, boolean main) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> node(wire.message());
                case 2 -> {
                    String name = wire.head(TEXT);
                    if (main) {
                        scope.fact("graph", name);
                    }
                }
                case 5 -> tensors.tensor(wire.message());
                case 11, 12 -> value(wire.field() == 11 ? "input." : "output.", wire.message(), main);
                case 15 -> tensors.sparse(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void value(String what, Wire wire, boolean main) throws IOException {
        String name = "";
        String type = "";
        while (wire.next()) {
            if (wire.field() == 1) {
                name = wire.head(TEXT);
            } else if (wire.field() == 2) {
                type = OnnxTensors.type(wire.message());
            } else {
                wire.skip();
            }
        }
        if (main) {
            scope.fact(what + name, type);
        }
    }

    private void node(Wire wire) throws IOException {
        String type = "";
        String domain = "";
        long offset = wire.position();
        while (wire.next()) {
            switch (wire.field()) {
                case 4 -> type = wire.text(NAME);
                case 5 -> attribute(wire.message());
                case 7 -> domain = wire.text(NAME);
                default -> wire.skip();
            }
        }
        scope.operator("onnx", named(domain, type), offset);
    }

    private void attribute(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 5, 10 -> tensors.tensor(wire.message());
                case 6, 11 -> graph(wire.message(), false);
                case 22, 23 -> tensors.sparse(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void tell() {
        scope.fact("opsets", String.join(", ", opsets));
        tensors.tell();
    }
}
