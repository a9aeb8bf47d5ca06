package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.Quantization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row's {@code config}: what the hub passes on of {@code config.json}, {@code model_index.json} and {@code
 * adapter_config.json}.
 */
final class HuggingFaceConfig {
    /** Names of the longest input among configurations of Transformers' models, the usual one first. */
    private static final List<String> LENGTHS = List.of(
            "max_position_embeddings",
            "n_positions",
            "n_ctx",
            "max_seq_len",
            "max_sequence_length",
            "seq_length",
            "model_max_length");

    private static final long LONGEST = 1_000_000_000_000L;
    private static final int WIDEST = 64;
    private static final String METHOD = "quant_method";

    private final Row config;
    private final List<String> classes;
    private final @Nullable String modelType;

    HuggingFaceConfig(Row config) {
        this.config = config;
        classes = config.texts("architectures");
        modelType = config.text("model_type");
    }

    /** Classes that the configuration names, in the given order. */
    List<String> classes() {
        return classes;
    }

    @Nullable
    String modelType() {
        return modelType;
    }

    /** The class of a pipeline of Diffusers. */
    @Nullable
    String pipeline() {
        Row diffusers = config.part("diffusers");
        return diffusers == null ? null : diffusers.text("_class_name");
    }

    /** Whether loading wants code of the package's own. */
    boolean wantsCode() {
        JsonNode map = config.get("auto_map");
        return map != null && !map.isEmpty();
    }

    /** The base model that an adapter's configuration names: a path at the hub, or an issue. */
    @Nullable
    String adapterBase() {
        Row peft = config.part("peft");
        if (peft == null) {
            return null;
        }
        String base = peft.text("base_model_name_or_path");
        if (base != null && !HuggingFaceUrls.isPath(base)) {
            peft.issue("base_model_name_or_path", "expected the path of a model at the hub");
            return null;
        }
        return base;
    }

    @Nullable
    Quantization quantization() {
        Row given = config.part("quantization_config");
        if (given == null) {
            return null;
        }
        Long bits = bits(given);
        boolean four = Boolean.TRUE.equals(given.truth("load_in_4bit"));
        boolean eight = Boolean.TRUE.equals(given.truth("load_in_8bit"));
        String method = given.text(METHOD);
        if (method == null && !four && !eight) {
            given.issue(METHOD, "expected a method");
            return null;
        }
        Integer width = bits != null ? Integer.valueOf(bits.intValue()) : four ? Integer.valueOf(4) : eight ? 8 : null;
        String type = four ? given.text("bnb_4bit_quant_type") : null;
        return new Quantization(
                method == null ? "bitsandbytes" : method, width, type, config.path("quantization_config"));
    }

    private static @Nullable Long bits(Row given) {
        Long bits = given.whole("bits");
        if (bits != null && (bits < 1 || bits > WIDEST)) {
            given.issue("bits", "expected 1 to 64 bits");
            return null;
        }
        return bits;
    }

    /** Longest input in tokens, and which field says so; null where none does. */
    @Nullable
    Length length() {
        Length length = length(config);
        Row text = length == null ? config.part("text_config") : null;
        return text == null ? length : length(text);
    }

    /** A length, and the field path that says so. */
    record Length(long tokens, String source) {}

    private static @Nullable Length length(Row row) {
        for (String name : LENGTHS) {
            Long tokens = tokens(row, name);
            if (tokens != null) {
                return new Length(tokens, row.path(name));
            }
        }
        return null;
    }

    /** A whole number that may be a length; null where absent, and where it may not be, which is an issue. */
    static @Nullable Long tokens(Row row, String name) {
        Long tokens = row.whole(name);
        if (tokens != null && (tokens < 1 || tokens > LONGEST)) {
            row.issue(name, "expected 1 to 1,000,000,000,000 tokens");
            return null;
        }
        return tokens;
    }
}
