package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts a model's JSON into what its source declares and what was derived of it.
 *
 * <p>Issues of the derivation come last: {@code declaredIssues} of them are the source's.
 */
final class DerivedJson {
    /** Fields of a Model that hold nothing declared. */
    private static final Set<String> FIELDS = Set.of(
            "purl",
            "commonTask",
            "frameworks",
            "languageCodes",
            "licenseExpression",
            "licenseClaims",
            "licenseConflict",
            "architectureFamily",
            "architectureClass",
            "quantization",
            "contextLength",
            "claims",
            "papers",
            "carbon",
            "customCode",
            "provenance");

    /** Of the items of lists: what names an item, and what is derived of it. */
    private static final Map<String, List<String>> NAMES =
            Map.of("datasets", List.of("name", "owner"), "baseModels", List.of("id"), "files", List.of("path"));

    private static final Map<String, List<String>> OF_ITEMS = Map.of(
            "datasets", List.of("roles", "evidence"),
            "baseModels", List.of("source", "confidence"),
            "files", List.of("role", "format"));

    private DerivedJson() {}

    /** The model without what was derived; items that only a derivation found are left out. */
    static ObjectNode declared(ObjectNode model, int declaredIssues) {
        ObjectNode declared = model.deepCopy();
        declared.remove(FIELDS);
        OF_ITEMS.forEach((list, fields) -> {
            if (declared.get(list) instanceof ArrayNode items) {
                removeFound(items);
                items.forEach(item -> ((ObjectNode) item).remove(fields));
                removeEmpty(declared, list);
            }
        });
        if (declared.get("issues") instanceof ArrayNode issues) {
            while (issues.size() > declaredIssues) {
                issues.remove(issues.size() - 1);
            }
            removeEmpty(declared, "issues");
        }
        return declared;
    }

    private static void removeFound(ArrayNode items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            boolean inferred = items.get(i).path("confidence").asText().equals("INFERRED");
            boolean evaluated = items.get(i).path("roles").toString().equals("[\"EVALUATED\"]");
            if (inferred || evaluated) {
                items.remove(i);
            }
        }
    }

    /** What was derived, in the form of derived.json. */
    static ObjectNode derived(ObjectNode model, int declaredIssues) {
        ObjectNode derived = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : model.properties()) {
            List<String> ofItem = OF_ITEMS.get(field.getKey());
            if (FIELDS.contains(field.getKey())) {
                derived.set(field.getKey(), field.getValue());
            } else if (ofItem != null) {
                ArrayNode items = derived.putArray(field.getKey());
                for (JsonNode item : field.getValue()) {
                    ObjectNode part = items.addObject();
                    copy(item, NAMES.getOrDefault(field.getKey(), List.of()), part);
                    copy(item, ofItem, part);
                }
            } else if (field.getKey().equals("issues")) {
                ArrayNode issues = derived.putArray("issues");
                for (int i = declaredIssues; i < field.getValue().size(); i++) {
                    issues.add(field.getValue().get(i));
                }
                removeEmpty(derived, "issues");
            }
        }
        return derived;
    }

    private static void copy(JsonNode from, List<String> names, ObjectNode to) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    private static void removeEmpty(ObjectNode object, String list) {
        if (object.get(list).isEmpty()) {
            object.remove(list);
        }
    }
}
