package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model was made from, out of three places: the row's {@code baseModels}, the hub's {@code base_model:} tags,
 * the card's {@code base_model}. The first of them that says something of a base model counts.
 */
final class HuggingFaceBaseModels {
    private static final String TAG = "base_model:";
    private static final Set<String> RELATIONS = Set.of("finetune", "adapter", "merge", "quantized");

    private final TreeMap<String, BaseModel> byId = new TreeMap<>();

    private HuggingFaceBaseModels() {}

    static List<BaseModel> of(Row row, Row card, HuggingFaceTags tags) {
        HuggingFaceBaseModels models = new HuggingFaceBaseModels();
        Row listed = row.part("baseModels");
        if (listed != null) {
            models.addListed(listed);
        }
        tags.after(TAG).forEach(models::addTagged);
        models.addDeclared(card);
        return new ArrayList<>(models.byId.values());
    }

    private void addListed(Row listed) {
        String relation = listed.text("relation");
        for (JsonNode element : listed.list("models")) {
            JsonNode id = element.get("id");
            if (id == null || !id.isTextual() || id.textValue().isBlank()) {
                listed.issue("models", "expected objects with an id");
            } else {
                JsonNode stableId = element.get("_id");
                String known = stableId != null && stableId.isTextual() ? stableId.textValue() : null;
                add(stated(id.textValue(), known, relation, "baseModels"));
            }
        }
    }

    private void addTagged(String tag) {
        int colon = tag.indexOf(':');
        boolean related = colon > 0 && RELATIONS.contains(tag.substring(0, colon));
        String id = related ? tag.substring(colon + 1) : tag;
        add(stated(id, null, related ? tag.substring(0, colon) : null, "tags"));
    }

    private void addDeclared(Row card) {
        List<String> declared = card.texts("base_model");
        String relation = declared.isEmpty() ? null : card.text("base_model_relation");
        for (String id : declared) {
            if (HuggingFaceUrls.isPath(id)) {
                add(stated(id, null, relation, "cardData.base_model"));
            } else {
                card.issue("base_model", "expected the path of a model at the hub");
            }
        }
    }

    private static BaseModel stated(String id, @Nullable String stableId, @Nullable String relation, String source) {
        return new BaseModel(id, stableId, relation, source, Confidence.STATED);
    }

    private void add(BaseModel model) {
        byId.merge(model.getId(), model, HuggingFaceBaseModels::both);
    }

    private static BaseModel both(BaseModel first, BaseModel second) {
        return new BaseModel(
                first.getId(),
                first.getStableId() == null ? second.getStableId() : first.getStableId(),
                first.getRelation() == null ? second.getRelation() : first.getRelation(),
                first.getSource(),
                first.getConfidence());
    }

    /** The models with one more that a tool wrote into the adapter's configuration. */
    static List<BaseModel> with(BaseModel inferred, List<BaseModel> stated) {
        HuggingFaceBaseModels models = new HuggingFaceBaseModels();
        stated.forEach(models::add);
        models.add(inferred);
        return new ArrayList<>(models.byId.values());
    }
}
