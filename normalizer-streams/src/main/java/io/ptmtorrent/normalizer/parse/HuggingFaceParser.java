package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ParameterCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of {@code GET /api/models} at huggingface.co, or the same members asked for one model; and its trees.
 *
 * <p>Members as the official clients know them (huggingface_hub, huggingface.js, August 2026); one that is not known
 * here is kept under {@code huggingFace.other}. Only a row without {@code _id} or {@code id} is no model: all else that
 * is not as meant becomes an issue.
 */
public final class HuggingFaceParser implements HubParser {
    /** Counters of use: in ModelMetrics, or (children, spaces) growing with others' work, not with the model's. */
    private static final Set<String> POPULARITY =
            Set.of("downloads", "downloadsAllTime", "likes", "trendingScore", "childrenModelCount", "spaces");

    private static final Set<String> READ = Set.of(
            "_id",
            "id",
            "author",
            "sha",
            "createdAt",
            "lastModified",
            "pipeline_tag",
            "library_name",
            "mask_token",
            "tags",
            "gated",
            "disabled",
            "private",
            "siblings",
            "baseModels",
            "config",
            "cardData",
            "model-index",
            "evalResults",
            "transformersInfo",
            "safetensors",
            "gguf");

    private final JsonReader json = new JsonReader();

    @Override
    public String hub() {
        return "huggingface";
    }

    @Override
    public Parsed parse(byte[] bytes) {
        Issues issues = new Issues();
        JsonNode tree;
        try {
            tree = json.read(bytes, issues);
        } catch (JsonProcessingException e) {
            return new Rejected(DeadLetterReason.NOT_JSON, "expected a JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Rejected(DeadLetterReason.NOT_JSON, "expected a JSON object in UTF-8: " + e.getMessage());
        }
        if (!tree.isObject()) {
            return new Rejected(DeadLetterReason.BAD_ROW, "expected a JSON object, found another JSON value");
        }
        Row row = new Row(tree, "", issues);
        String stableId = identity(tree.get("_id"));
        String id = identity(tree.get("id"));
        if (stableId == null || id == null) {
            String missing = stableId == null ? "_id" : "id";
            return new Rejected(
                    DeadLetterReason.MISSING_ID,
                    "expected text of at most " + Row.LONGEST_NAME + " characters as " + missing);
        }
        Popularity popularity = popularity(row);
        return new Accepted(model(row, stableId, id, issues), popularity);
    }

    @Override
    public ParsedPage parsePage(byte[] page) {
        return HuggingFaceTree.parse(json, page);
    }

    @Override
    public @Nullable String fileUrl(String id, String revision, String path) {
        return HuggingFaceUrls.file(id, revision, path);
    }

    private static @Nullable String identity(@Nullable JsonNode value) {
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            return null;
        }
        return value.textValue().length() > Row.LONGEST_NAME ? null : value.textValue();
    }

    private static Popularity popularity(Row row) {
        return new Popularity(
                row.whole("downloads"),
                row.whole("downloadsAllTime"),
                row.whole("likes"),
                row.number("trendingScore"),
                null);
    }

    private Model model(Row row, String stableId, String id, Issues issues) {
        Model.Builder model = Model.newBuilder();
        setIdentity(model, row, stableId, id);
        Row card = row.object("cardData");
        HuggingFaceTags tags = new HuggingFaceTags(row);
        setDescription(model, row, card, tags);
        HuggingFaceConfig config = new HuggingFaceConfig(row.object("config"));
        model.setArchitecture(
                config.classes().isEmpty()
                        ? config.modelType()
                        : config.classes().getFirst());
        HuggingFaceDatasets datasets = HuggingFaceDatasets.declared(card, tags);
        model.setBaseModels(HuggingFaceBaseModels.of(row, card, tags));
        setState(model, row);
        model.setHuggingFace(ownPart(row, id));
        new HuggingFaceDerivation(model, row, card, tags, config, issues).derive(datasets);
        return model.setIssues(issues.toList()).build();
    }

    private void setIdentity(Model.Builder model, Row row, String stableId, String id) {
        String owner = owner(row, id);
        model.setHub(hub())
                .setStableId(stableId)
                .setId(id)
                .setHubUrl(HuggingFaceUrls.HUB)
                .setMetadataUrl(HuggingFaceUrls.metadata(id))
                .setName(id.substring(id.lastIndexOf('/') + 1))
                .setOwner(owner)
                .setUrl(HuggingFaceUrls.model(id))
                .setOwnerUrl(HuggingFaceUrls.owner(owner))
                .setFormerIds(List.of());
    }

    private static @Nullable String owner(Row row, String id) {
        int slash = id.indexOf('/');
        return slash > 0 ? id.substring(0, slash) : row.text("author");
    }

    private static void setDescription(Model.Builder model, Row row, Row cardRow, HuggingFaceTags tags) {
        HuggingFaceCard card = new HuggingFaceCard(cardRow);
        List<String> arxivIds = tags.arxivIds();
        model.setTask(row.text("pipeline_tag"))
                .setLibrary(row.text("library_name"))
                .setLicenses(card.licenses(tags))
                .setLanguages(card.languages())
                .setTags(tags.all())
                .setPaperDois(tags.paperDois(arxivIds))
                .setArxivIds(arxivIds);
        card.noteMisspeltKeys();
    }

    private static void setState(Model.Builder model, Row row) {
        HuggingFaceFiles files = HuggingFaceFiles.of(row);
        Row safetensors = row.object("safetensors");
        Long total = safetensors.whole("total");
        Long ggufTotal = row.object("gguf").whole("total");
        model.setRevision(row.name("sha"))
                .setCreatedAt(row.time("createdAt"))
                .setModifiedAt(row.time("lastModified"))
                .setParameterCount(total == null ? ggufTotal : total)
                .setParameters(parameters(safetensors.object("parameters")))
                .setGating(gating(row))
                .setDisabled(row.flag("disabled"))
                .setPrivate$(row.flag("private"))
                .setFiles(files.kept())
                .setFilesOmitted(files.omitted());
    }

    private static List<ParameterCount> parameters(Row byType) {
        TreeMap<String, ParameterCount> counts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : byType.entries()) {
            Long count = byType.whole(entry.getKey());
            if (count != null) {
                counts.put(entry.getKey(), new ParameterCount(entry.getKey(), count));
            }
        }
        return new ArrayList<>(counts.values());
    }

    /** The hub says false, "auto" or "manual"; a bare true would not say which. */
    private static Gating gating(Row row) {
        JsonNode gated = row.get("gated");
        if (gated == null) {
            return Gating.UNKNOWN;
        }
        return switch (gated.asText()) {
            case "false" -> Gating.NONE;
            case "auto" -> Gating.AUTO;
            case "manual" -> Gating.MANUAL;
            default -> {
                row.expected("false, auto or manual", "gated", gated);
                yield Gating.UNKNOWN;
            }
        };
    }

    private static HuggingFaceModel ownPart(Row row, String id) {
        JsonNode gated = row.get("gated");
        JsonNode modelType = row.get("config") instanceof ObjectNode config ? config.get("model_type") : null;
        return HuggingFaceModel.newBuilder()
                .setPipelineTag(textOf(row.get("pipeline_tag")))
                .setLibraryName(textOf(row.get("library_name")))
                .setModelType(textOf(modelType))
                .setMaskToken(row.text("mask_token"))
                .setGated(gated == null || gated.isValueNode() ? textOf(gated) : CanonicalJson.of(gated))
                .setConfig(row.canonical("config"))
                .setCardData(row.canonical("cardData"))
                .setModelIndex(row.canonical("model-index"))
                .setEvalResults(row.canonical("evalResults"))
                .setTransformersInfo(row.canonical("transformersInfo"))
                .setSafetensors(row.canonical("safetensors"))
                .setGguf(row.canonical("gguf"))
                .setOther(CanonicalJson.of(other(row, id)))
                .build();
    }

    private static @Nullable String textOf(@Nullable JsonNode value) {
        return value != null && value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /** What nothing above read: null where there is no such member. */
    private static @Nullable JsonNode other(Row row, String id) {
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : row.entries()) {
            String name = member.getKey();
            if (!READ.contains(name) && !POPULARITY.contains(name) && !repeats(name, member.getValue(), id)) {
                other.set(name, member.getValue());
            }
        }
        JsonNode author = row.get("author");
        if (author != null && !author.asText().equals(owner(row, id))) {
            other.set("author", author);
        }
        return other.isEmpty() ? null : other;
    }

    /** The old name of the path: always the same text. */
    private static boolean repeats(String name, JsonNode value, String id) {
        return name.equals("modelId") && value.asText().equals(id);
    }
}
