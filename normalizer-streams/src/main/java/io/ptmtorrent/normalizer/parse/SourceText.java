package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A document that travels within a row's envelope as text: read here, so that a bad one spoils nothing but itself. */
final class SourceText {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SourceText() {}

    /**
     * The object that a text holds.
     *
     * @param text null where there is none
     * @param name the document's, for issues
     * @return missing where there is none, or it is no object: then with an issue
     */
    static JsonNode object(JsonReader json, @Nullable String text, String name, Issues issues) {
        if (text == null) {
            return MissingNode.getInstance();
        }
        String bare = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        try {
            JsonNode tree = json.read(bare.getBytes(StandardCharsets.UTF_8), name, issues);
            if (tree.isObject()) {
                return tree;
            }
            issues.add(name, "expected a JSON object, found another JSON value");
        } catch (JsonProcessingException e) {
            issues.add(name, "expected JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            issues.add(name, "expected JSON: " + e.getMessage());
        }
        return MissingNode.getInstance();
    }
}
