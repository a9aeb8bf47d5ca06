package io.ptmtorrent.inspection.coreml;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;

/** An ML program ({@code MIL.proto}): how many operations of each kind, in blocks at any depth, and where weights lie. */
final class CoreMlProgram {
    private static final int TEXT = 512;
    private static final String CUSTOM = "custom_layer";

    private final Scope scope;

    CoreMlProgram(Scope scope) {
        this.scope = scope;
    }

    private interface Reading {
        void of(Wire wire) throws IOException;
    }

    /** Reads the messages that one field holds, and passes over the others. */
    private static void each(Wire wire, int field, Reading reading) throws IOException {
        while (wire.next()) {
            if (wire.field() == field) {
                reading.of(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    void read(Wire program) throws IOException {
        while (program.next()) {
            switch (program.field()) {
                case 2 -> each(program.message(), 2, this::function);
                case 4 -> each(program.message(), 2, this::value);
                default -> program.skip();
            }
        }
    }

    private void function(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 3 -> each(wire.message(), 2, this::block);
                case 4 -> each(wire.message(), 2, this::value);
                default -> wire.skip();
            }
        }
    }

    private void block(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 3 -> operation(wire.message());
                case 4 -> each(wire.message(), 2, this::value);
                default -> wire.skip();
            }
        }
    }

    private void operation(Wire wire) throws IOException {
        long offset = wire.position();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> named(wire.head(TEXT), offset);
                case 2 ->
                    each(wire.message(), 2, argument -> each(argument, 1, binding -> each(binding, 2, this::value)));
                case 4 -> block(wire.message());
                case 5 -> each(wire.message(), 2, this::value);
                default -> wire.skip();
            }
        }
    }

    private void named(String type, long offset) {
        scope.operator("coreml", type, offset);
        if (type.equals(CUSTOM)) {
            scope.find(Rule.COREML_CUSTOM_CLASS, offset, "operation " + type);
        }
    }

    private void value(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 3 -> immediate(wire.message());
                case 5 -> blob(wire.message());
                default -> wire.skip();
            }
        }
    }

    /** Tensors lie in the file itself; values in tuples, lists and dictionaries may lie elsewhere. */
    private void immediate(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 2, 3 -> each(wire.message(), 1, this::value);
                case 4 -> each(wire.message(), 1, pair -> each(pair, 2, this::value));
                default -> wire.skip();
            }
        }
    }

    private void blob(Wire wire) throws IOException {
        long offset = wire.position();
        while (wire.next()) {
            if (wire.field() == 1) {
                OtherFile.check(wire.head(TEXT * 8), offset, scope);
            } else {
                wire.skip();
            }
        }
    }
}
