package io.ptmtorrent.inspection.coreml;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;
import java.util.Map;

/** A neural network of layers ({@code NeuralNetwork.proto}): how many of each kind, and those that are native code. */
final class CoreMlNetwork {
    private static final int TEXT = 4096;
    private static final int FIRST = 100;
    private static final int CUSTOM = 500;
    private static final int BRANCH = 605;
    private static final int LOOP = 615;
    /** The usual kinds by their field; the others are told by its number. */
    private static final Map<Integer, String> KINDS = Map.ofEntries(
            Map.entry(100, "convolution"),
            Map.entry(120, "pooling"),
            Map.entry(130, "activation"),
            Map.entry(140, "innerProduct"),
            Map.entry(150, "embedding"),
            Map.entry(160, "batchnorm"),
            Map.entry(175, "softmax"),
            Map.entry(200, "padding"),
            Map.entry(210, "upsample"),
            Map.entry(220, "unary"),
            Map.entry(230, "add"),
            Map.entry(231, "multiply"),
            Map.entry(245, "scale"),
            Map.entry(280, "reduce"),
            Map.entry(290, "loadConstant"),
            Map.entry(300, "reshape"),
            Map.entry(301, "flatten"),
            Map.entry(310, "permute"),
            Map.entry(320, "concat"),
            Map.entry(350, "slice"),
            Map.entry(410, "gru"),
            Map.entry(420, "uniDirectionalLSTM"),
            Map.entry(430, "biDirectionalLSTM"),
            Map.entry(CUSTOM, "custom"),
            Map.entry(BRANCH, "branch"),
            Map.entry(LOOP, "loop"),
            Map.entry(880, "addBroadcastable"),
            Map.entry(900, "multiplyBroadcastable"),
            Map.entry(985, "transpose"),
            Map.entry(1045, "batchedMatmul"),
            Map.entry(1350, "layerNormalization"));

    private final Scope scope;

    CoreMlNetwork(Scope scope) {
        this.scope = scope;
    }

    void read(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() == 1 && wire.isMessage()) {
                layer(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    private void layer(Wire wire) throws IOException {
        scope.count("layers", 1);
        while (wire.next()) {
            int field = wire.field();
            if (field >= FIRST) {
                scope.count("layer." + KINDS.getOrDefault(field, Integer.toString(field)), 1);
            }
            switch (field) {
                case CUSTOM -> custom(wire.message());
                case BRANCH -> networks(wire.message(), 1, 2);
                case LOOP -> networks(wire.message(), 3, 4);
                default -> wire.skip();
            }
        }
    }

    /** Networks inside a layer are the fields from one to another. */
    private void networks(Wire wire, int first, int last) throws IOException {
        while (wire.next()) {
            if (wire.field() >= first && wire.field() <= last) {
                read(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    private void custom(Wire wire) throws IOException {
        long offset = wire.position();
        String name = "";
        while (wire.next()) {
            if (wire.field() == 10) {
                name = wire.head(TEXT);
            } else {
                wire.skip();
            }
        }
        scope.find(Rule.COREML_CUSTOM_CLASS, offset, "layer class " + name);
    }
}
