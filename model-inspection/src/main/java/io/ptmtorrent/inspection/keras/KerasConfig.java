package io.ptmtorrent.inspection.keras;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.GlobalList.Kind;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.JsonWalk;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * The settings that Keras makes a model from: every object in them names a class, and loading imports its module
 * ({@code keras.src.saving.serialization_lib}, 3.12; legacy HDF5 settings name the class alone).
 */
public final class KerasConfig implements JsonWalk.Visitor {
    /** Classes that bring a function of Python with them. */
    private static final Set<String> LAMBDA = Set.of("Lambda", "__lambda__", "LambdaCallback");
    /** Where Keras's own layers and their like live; its other modules are functions that no model needs. */
    private static final Set<String> OWN = Set.of(
            "layers",
            "models",
            "activations",
            "initializers",
            "regularizers",
            "constraints",
            "optimizers",
            "losses",
            "metrics",
            "dtype_policies",
            "ops",
            "applications",
            "engine",
            "mixed_precision",
            "preprocessing",
            "random",
            "backend",
            "quantizers");

    private static final Set<String> PACKAGES =
            Set.of("keras", "tf_keras", "keras_hub", "keras_nlp", "keras_cv", "keras_rs", "keras_core", "keras_tuner");

    private final Scope scope;
    private long layers;

    private KerasConfig(Scope scope) {
        this.scope = scope;
    }

    /** Judges settings; what is no JSON is told. */
    public static void judge(ByteInput in, Scope scope) throws IOException {
        KerasConfig config = new KerasConfig(scope);
        try {
            JsonWalk.over(in, scope, config);
        } catch (Broken e) {
            scope.broken(e);
        }
        scope.count("objects", config.layers);
    }

    @Override
    public void object(Map<String, String> texts) {
        String type = texts.get("class_name");
        if (type == null) {
            return;
        }
        layers++;
        String module = texts.getOrDefault("module", "");
        if (LAMBDA.contains(type)) {
            scope.find(Rule.KERAS_LAMBDA, "a " + type);
        } else if (!module.isEmpty()) {
            module(module, type);
        }
    }

    private void module(String module, String type) {
        String shown = module + " " + type;
        String[] parts = module.split("\\.", -1);
        boolean tensorflow = parts[0].equals("tensorflow") && module.contains("keras");
        if (PACKAGES.contains(parts[0]) || tensorflow) {
            int at = tensorflow ? module.substring(0, module.indexOf("keras")).split("\\.", -1).length : 1;
            String inside = parts.length > at && (parts[at].equals("src") || parts[at].equals("python"))
                    ? part(parts, at + 1)
                    : part(parts, at);
            if (!inside.isEmpty() && (!OWN.contains(inside) || isFunction(type, inside))) {
                scope.find(Rule.KERAS_FOREIGN_MODULE, shown);
            }
        } else if (!module.equals("builtins") || !isValue(type)) {
            Kind kind = scope.globals().of(module, type).kind();
            boolean bad = kind == Kind.DANGEROUS || scope.globals().isStandard(module);
            scope.find(bad ? Rule.KERAS_FOREIGN_MODULE : Rule.KERAS_CUSTOM_OBJECT, shown);
        }
    }

    private static String part(String[] parts, int at) {
        return at < parts.length ? parts[at] : "";
    }

    private static boolean isFunction(String type, String inside) {
        return inside.equals("models") && type.contains("load");
    }

    /** How Keras writes plain values and its own functions. */
    private static boolean isValue(String type) {
        return Set.of("function", "slice", "tuple", "list", "dict", "int", "float", "str", "bool", "bytes", "set")
                .contains(type);
    }

    /** CVE-2025-12058: a vocabulary that is a path is read from where the model is loaded. */
    @Override
    public void value(String key, String value, boolean text) {
        if (text && key.equals("vocabulary") && value.matches("(?s).*[/\\\\].*|.*\\.txt")) {
            scope.find(Rule.KERAS_READS_FILE, "vocabulary '" + value + "'");
        } else if (key.equals("keras_version") || key.equals("date_saved")) {
            scope.fact(key, value);
        }
    }
}
