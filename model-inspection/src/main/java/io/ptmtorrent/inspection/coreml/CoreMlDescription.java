package io.ptmtorrent.inspection.coreml;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import io.ptmtorrent.inspection.text.CodeHints;
import java.io.IOException;

/** A model's words about itself: inputs, outputs, author, licence, and whatever its writer added. */
final class CoreMlDescription {
    private static final int TEXT = 4096;

    private final Scope scope;
    private final boolean outermost;

    /** @param outermost whether these are the file's own words, and no part's */
    CoreMlDescription(Scope scope, boolean outermost) {
        this.scope = scope;
        this.outermost = outermost;
    }

    void read(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> feature("input.", wire.message());
                case 10 -> feature("output.", wire.message());
                case 20 -> function(wire.message());
                case 100 -> metadata(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void function(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() == 1) {
                fact("function." + wire.head(TEXT), "");
            } else {
                wire.skip();
            }
        }
    }

    private void feature(String what, Wire wire) throws IOException {
        String name = "";
        String words = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.head(TEXT);
                case 2 -> words = wire.head(TEXT);
                default -> wire.skip();
            }
        }
        fact(what + name, words);
    }

    private void metadata(Wire wire) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> fact("description", wire.head(TEXT));
                case 2 -> fact("version", wire.head(TEXT));
                case 3 -> fact("author", wire.head(TEXT));
                case 4 -> fact("license", wire.head(TEXT));
                case 100 -> own(wire.message());
                default -> wire.skip();
            }
        }
    }

    private void own(Wire wire) throws IOException {
        long offset = wire.position();
        String key = "";
        String value = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> key = wire.head(TEXT);
                case 2 -> value = wire.head(1 << 16);
                default -> wire.skip();
            }
        }
        fact("metadata." + key, value);
        String hint = CodeHints.in(value);
        if (hint != null) {
            scope.find(Rule.METADATA_CODE, offset, "'" + key + "' says " + hint);
        }
    }

    private void fact(String name, String value) {
        if (outermost) {
            scope.fact(name, value);
        }
    }
}
