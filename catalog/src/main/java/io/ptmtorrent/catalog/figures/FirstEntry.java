package io.ptmtorrent.catalog.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The performance claims of a model as the ICSE'23 study read them: those of the first entry of its model-index, all of
 * them or none.
 *
 * <p>Of every result of that entry the task must be there, the data set must be a map, and each metric must have a name, a
 * type and a value that converts to a float; anything else voids the whole model. An entry without a metric claims nothing.
 */
final class FirstEntry {
    private static final JsonMapper JSON = new JsonMapper();

    private FirstEntry() {}

    /** The data set's type of each metric, {@code None} where it has none; empty where the model claims nothing. */
    static List<String> datasetTypes(Model model) {
        JsonNode entry = modelIndex(model.getHuggingFace()).path(0);
        List<String> types = new ArrayList<>();
        if (!entry.isObject() || !entry.path("results").isArray()) {
            return List.of();
        }
        for (JsonNode result : entry.path("results")) {
            if (!isWhole(result)) {
                return List.of();
            }
            String type = result.path("dataset").path("type").asText(Votes.NONE);
            result.path("metrics").forEach(metric -> types.add(type));
        }
        return types;
    }

    private static boolean isWhole(JsonNode result) {
        if (!result.path("task").isObject()
                || !result.path("dataset").isObject()
                || !result.path("metrics").isArray()) {
            return false;
        }
        for (JsonNode metric : result.path("metrics")) {
            if (!metric.path("name").isTextual()
                    || !metric.path("type").isTextual()
                    || !PythonFloat.takes(metric.path("value"))) {
                return false;
            }
        }
        return true;
    }

    /** The card's, else the row's own. */
    private static JsonNode modelIndex(@Nullable HuggingFaceModel row) {
        if (row == null) {
            return MissingNode.getInstance();
        }
        JsonNode card = read(row.getCardData()).path("model-index");
        return card.isMissingNode() ? read(row.getModelIndex()) : card;
    }

    private static JsonNode read(@Nullable String json) {
        try {
            return json == null ? MissingNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the hub's part of a model holds what is no JSON", e);
        }
    }
}
