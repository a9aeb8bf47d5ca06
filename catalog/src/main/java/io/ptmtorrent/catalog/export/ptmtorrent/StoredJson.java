package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** Reads what a Model keeps as canonical JSON. For any thread. */
final class StoredJson {
    private static final JsonMapper JSON = new JsonMapper();

    private StoredJson() {}

    /** Missing where there is none, or it is no object. */
    static JsonNode object(@Nullable String text) {
        if (text == null) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isObject() ? tree : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
