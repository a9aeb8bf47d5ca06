package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes JSON of every kind, with the names that parsers look for and the texts that trip them. The same for the same seed. */
final class AnyJson {
    private static final List<String> NAMES = List.of(
            "_id",
            "id",
            "sha",
            "tags",
            "pipeline_tag",
            "library_name",
            "cardData",
            "config",
            "siblings",
            "rfilename",
            "safetensors",
            "gguf",
            "total",
            "parameters",
            "baseModels",
            "models",
            "relation",
            "model-index",
            "results",
            "metrics",
            "dataset",
            "task",
            "type",
            "name",
            "value",
            "verified",
            "evalResults",
            "data",
            "pullRequest",
            "error",
            "task_id",
            "license",
            "license_name",
            "language",
            "datasets",
            "base_model",
            "co2_eq_emissions",
            "emissions",
            "quantization_config",
            "quant_method",
            "bits",
            "load_in_4bit",
            "architectures",
            "model_type",
            "auto_map",
            "peft",
            "base_model_name_or_path",
            "diffusers",
            "_class_name",
            "text_config",
            "n_positions",
            "max_position_embeddings",
            "context_length",
            "architecture",
            "transformersInfo",
            "gated",
            "path",
            "commit",
            "manifest",
            "metadata",
            "turnkey",
            "readme",
            "files",
            "card",
            "repository",
            "slug",
            "detail",
            "listed",
            "papers",
            "framework",
            "categories",
            "registry",
            "backend",
            "model",
            "tasks",
            "params",
            "source",
            "url");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "no",
            "mit",
            "other",
            "apache-2.0",
            "unknown",
            "en",
            "zh-CN",
            "a/b",
            "../up",
            "license:mit",
            "dataset:x/y",
            "arxiv:1706.03762",
            "doi:10.1000/182",
            "base_model:adapter:c/d",
            "text-generation",
            "4-bit",
            "gptq",
            "custom_code",
            "pytorch",
            "model.Q4_K_M.gguf",
            "modeling.py",
            "model.safetensors",
            "1e400",
            "NaN",
            "72%",
            "-",
            "---",
            "%",
            "..",
            ".",
            "/",
            "//",
            "a//b",
            "\ud83d",
            "\udc00x",
            "\ud83d\ude00",
            "\u0000",
            "é".repeat(300),
            "x".repeat(5_000),
            "a/" + "é".repeat(90),
            "\u202e",
            "2024-01-01T00:00:00.000Z");

    private final Random random;

    AnyJson(Random random) {
        this.random = random;
    }

    /** A row with an identity of that hub, and members of any kind. */
    ObjectNode row(String hub) {
        ObjectNode row = object(5);
        row.put("_id", "65f0000000000000000000ff");
        row.put("id", "a/b");
        row.put("path", "Area/a/a.onnx");
        row.put("slug", "a");
        if (hub.equals("modelhub")) {
            ObjectNode registry = object(3);
            registry.put("id", "0001");
            row.set("registry", registry);
        }
        return row;
    }

    /** A copy of the row in which one value, somewhere, is another. */
    JsonNode withOneReplaced(JsonNode row) {
        JsonNode copy = row.deepCopy();
        List<Runnable> replacements = new ArrayList<>();
        collect(copy, replacements);
        if (!replacements.isEmpty()) {
            replacements.get(random.nextInt(replacements.size())).run();
        }
        return copy;
    }

    private void collect(JsonNode node, List<Runnable> replacements) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                replacements.add(() -> object.set(member.getKey(), value(3)));
                collect(member.getValue(), replacements);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                replacements.add(() -> array.set(place, value(3)));
                collect(array.get(i), replacements);
            }
        }
    }

    JsonNode value(int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextInt(200) - 20);
            case 3 -> json.numberNode(new BigDecimal(random.nextInt()).scaleByPowerOfTen(random.nextInt(700) - 350));
            case 4 -> json.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(200)));
            case 5, 6, 7 -> json.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 8, 9 -> array(depth - 1);
            default -> object(depth - 1);
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            array.add(value(depth));
        }
        return array;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(12); i > 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(depth));
        }
        return object;
    }
}
