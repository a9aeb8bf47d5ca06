package io.ptmtorrent.inspection.tensorflow;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code saved_model.pb} ({@code saved_model.proto}, {@code meta_graph.proto}, {@code graph.proto}): the operators of every
 * graph and of every function in its library.
 */
public final class SavedModel {
    private static final int TEXT = 4096;
    private static final int NAME = 512;
    private static final int KINDS = 10_000;

    private final Scope scope;
    private final Set<String> operators = new HashSet<>();
    private long functions;
    private long graphs;

    private SavedModel(Scope scope) {
        this.scope = scope;
    }

    /** There is no magic: the whole must read as one, with an operator in it. */
    public static boolean matches(Bytes bytes, Scope scope) throws IOException {
        byte[] head = bytes.copy(0, 2);
        if (head.length < 2 || (head[0] != 0x12 && head[0] != 0x08)) {
            return false;
        }
        SavedModel trial = new SavedModel(scope.silent());
        try {
            trial.model(Wire.of(bytes.input()));
            return !trial.operators.isEmpty();
        } catch (Broken e) {
            return trial.operators.size() > 1;
        }
    }

    /** Reads all of it. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        SavedModel model = new SavedModel(scope);
        try {
            model.model(Wire.of(in));
        } finally {
            model.tell();
        }
        return "tf-savedmodel";
    }

    private void model(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() == 2 && wire.isMessage()) {
                graphs++;
                metaGraph(wire.message());
            } else if (wire.field() == 1 && wire.isVarint()) {
                wire.skip();
            } else {
                throw Broken.malformed(wire.position(), "no field of a saved model");
            }
        }
    }

    private void metaGraph(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> info(wire.message());
                case 2 -> graph(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void info(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 4 -> scope.fact("tag", wire.head(TEXT));
                case 5 -> scope.fact("tensorflow-version", wire.head(TEXT));
                default -> wire.skip();
            }
        }
    }

    private void graph(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> node(wire.message());
                case 2 -> library(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void library(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() == 1) {
                functions++;
                function(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    private void function(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() == 3) {
                node(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    private void node(Wire wire) throws IOException {
        String operator = "";
        long offset = wire.position();
        while (wire.next()) {
            if (wire.field() == 2) {
                operator = wire.text(NAME);
            } else {
                wire.skip();
            }
        }
        if (operator.isEmpty() || operators.size() > KINDS) {
            throw Broken.malformed(offset, "a node without an operator, or too many kinds of them");
        }
        operators.add(operator);
        scope.operator("tensorflow", operator, offset);
    }

    private void tell() {
        scope.count("functions", functions);
        scope.count("graphs", graphs);
    }
}
