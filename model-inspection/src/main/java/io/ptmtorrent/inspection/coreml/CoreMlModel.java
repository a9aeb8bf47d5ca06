package io.ptmtorrent.inspection.coreml;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.protobuf.Wire;
import java.io.IOException;
import java.util.Map;

/**
 * A Core ML model ({@code Model.proto} of coremltools, specifications 1 to 9): what kind it is, its layers and operations,
 * pipelines at any depth. It runs native code of its own only where it names a class of the application, and reads other
 * files only where it is linked or its weights lie beside it.
 */
public final class CoreMlModel {
    private static final int TEXT = 4096;
    private static final int PIPELINES = 8;
    /** Kinds by their field of the message Model, and the field of the network in it, where there is one. */
    private static final Map<Integer, String> KINDS = Map.ofEntries(
            Map.entry(200, "pipeline-classifier"),
            Map.entry(201, "pipeline-regressor"),
            Map.entry(202, "pipeline"),
            Map.entry(300, "glm-regressor"),
            Map.entry(301, "support-vector-regressor"),
            Map.entry(302, "tree-ensemble-regressor"),
            Map.entry(303, "neural-network-regressor"),
            Map.entry(304, "bayesian-probit-regressor"),
            Map.entry(400, "glm-classifier"),
            Map.entry(401, "support-vector-classifier"),
            Map.entry(402, "tree-ensemble-classifier"),
            Map.entry(403, "neural-network-classifier"),
            Map.entry(404, "nearest-neighbors-classifier"),
            Map.entry(500, "neural-network"),
            Map.entry(501, "item-similarity-recommender"),
            Map.entry(502, "ml-program"),
            Map.entry(555, "custom-model"),
            Map.entry(556, "linked-model"),
            Map.entry(560, "class-confidence-thresholding"),
            Map.entry(600, "one-hot-encoder"),
            Map.entry(601, "imputer"),
            Map.entry(602, "feature-vectorizer"),
            Map.entry(603, "dict-vectorizer"),
            Map.entry(604, "scaler"),
            Map.entry(606, "categorical-mapping"),
            Map.entry(607, "normalizer"),
            Map.entry(609, "array-feature-extractor"),
            Map.entry(610, "non-maximum-suppression"),
            Map.entry(900, "identity"),
            Map.entry(2000, "text-classifier"),
            Map.entry(2001, "word-tagger"),
            Map.entry(2002, "vision-feature-print"),
            Map.entry(2003, "sound-analysis-preprocessing"),
            Map.entry(2004, "gazetteer"),
            Map.entry(2005, "word-embedding"),
            Map.entry(2006, "audio-feature-print"),
            Map.entry(3000, "serialized-model"));

    private final Scope scope;

    private CoreMlModel(Scope scope) {
        this.scope = scope;
    }

    /** There is no magic: the fields of the whole must be a model's, a version first and a kind among them. */
    public static boolean matches(Bytes bytes) throws IOException {
        boolean kind = false;
        try {
            Wire wire = Wire.of(bytes.input());
            for (int fields = 0; wire.next(); fields++) {
                if (!isField(wire, fields)) {
                    return false;
                }
                kind |= KINDS.containsKey(wire.field());
                wire.skip();
            }
        } catch (Broken e) {
            return kind;
        }
        return kind;
    }

    private static boolean isField(Wire wire, int before) {
        return switch (wire.field()) {
            case 1 -> wire.isVarint() && before == 0;
            case 2 -> wire.isMessage() && before == 1;
            case 10 -> wire.isVarint();
            default -> before >= 1 && wire.isMessage() && KINDS.containsKey(wire.field());
        };
    }

    /** Reads all of it. */
    public static String read(ByteInput in, Scope scope) throws IOException {
        new CoreMlModel(scope).model(Wire.of(in), 0);
        return "coreml";
    }

    private void model(Wire wire, int depth) throws IOException {
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> scope.fact("specification-version", wire.number());
                case 2 -> new CoreMlDescription(scope, depth == 0).read(wire.message());
                case 10 -> wire.skip();
                default -> kind(wire, depth);
            }
        }
    }

    private void kind(Wire wire, int depth) throws IOException {
        String kind = KINDS.get(wire.field());
        if (kind == null) {
            throw Broken.malformed(wire.position(), "field " + wire.field() + " is none of a model");
        }
        if (depth == 0) {
            scope.fact("kind", kind);
        }
        scope.count("kind." + kind, 1);
        switch (wire.field()) {
            case 200, 201 -> wrapped(wire.message(), depth);
            case 202 -> pipeline(wire.message(), depth);
            case 303, 403, 500 -> new CoreMlNetwork(scope).read(wire.message());
            case 502 -> new CoreMlProgram(scope).read(wire.message());
            case 555 -> custom(wire.message());
            case 556 -> linked(wire.message());
            case 3000 ->
                scope.find(
                        Rule.LIMIT,
                        wire.position(),
                        "a model of a kind that Apple keeps to itself, " + wire.skip() + " bytes");
            default -> wire.skip();
        }
    }

    private void wrapped(Wire wire, int depth) throws IOException {
        while (wire.next()) {
            if (wire.field() == 1) {
                pipeline(wire.message(), depth);
            } else {
                wire.skip();
            }
        }
    }

    private void pipeline(Wire wire, int depth) throws IOException {
        if (depth >= PIPELINES) {
            throw Broken.unscannable(wire.position(), "pipelines in pipelines more than " + PIPELINES + " deep");
        }
        while (wire.next()) {
            if (wire.field() == 1) {
                model(wire.message(), depth + 1);
            } else {
                wire.skip();
            }
        }
    }

    private void custom(Wire wire) throws IOException {
        long offset = wire.position();
        while (wire.next()) {
            if (wire.field() == 10) {
                scope.find(Rule.COREML_CUSTOM_CLASS, offset, "model class " + wire.head(TEXT));
            } else {
                wire.skip();
            }
        }
    }

    private void linked(Wire wire) throws IOException {
        while (wire.next()) {
            if (wire.field() == 1) {
                linkedFile(wire.message());
            } else {
                wire.skip();
            }
        }
    }

    private void linkedFile(Wire wire) throws IOException {
        long offset = wire.position();
        String name = "";
        String path = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = parameter(wire.message());
                case 2 -> path = parameter(wire.message());
                default -> wire.skip();
            }
        }
        OtherFile.check(name, offset, scope);
        for (String folder : path.split(":", -1)) {
            OtherFile.check(folder, offset, scope);
        }
        scope.find(Rule.COREML_LINKED_MODEL, offset, "model '" + name + "', looked for in '" + path + "'");
    }

    /** A StringParameter's value. */
    private static String parameter(Wire wire) throws IOException {
        String value = "";
        while (wire.next()) {
            if (wire.field() == 1) {
                value = wire.head(TEXT);
            } else {
                wire.skip();
            }
        }
        return value;
    }
}
