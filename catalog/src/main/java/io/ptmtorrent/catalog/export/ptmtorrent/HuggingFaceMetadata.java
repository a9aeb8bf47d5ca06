package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hugging Face's metadata as huggingfaceMetadata.json has it (2023): names of files alone, one language, one licence.
 */
final class HuggingFaceMetadata {
    static final List<MetadataFile> FILES =
            List.of(new MetadataFile("huggingfaceMetadata.json", null, false, HuggingFaceMetadata::entry));

    private HuggingFaceMetadata() {}

    private static @Nullable ObjectNode entry(LiveModel popular, long index, Account account) {
        Model model = popular.model();
        HuggingFaceModel own = model.getHuggingFace();
        Entry entry = Entry.begin(account)
                .text("modelId", model.getId())
                .text("sha", model.getRevision())
                .text(
                        "lastModified",
                        model.getModifiedAt() == null
                                ? null
                                : model.getModifiedAt().toString())
                .texts("tags", model.getTags())
                .text("pipeline_tag", own == null ? null : own.getPipelineTag());
        addSiblings(model.getFiles(), entry);
        entry.flag("private", model.getPrivate$());
        if (own != null) {
            addConfig(StoredJson.object(own.getConfig()), entry);
            addCard(model, StoredJson.object(own.getCardData()), entry);
            entry.text("library_name", own.getLibraryName());
        }
        return entry.text("_id", model.getStableId())
                .text("id", model.getId())
                .number("likes", popular.likes())
                .number("downloads", popular.downloads())
                .json();
    }

    private static void addSiblings(List<ModelFile> files, Entry entry) {
        if (!files.isEmpty()) {
            ArrayNode siblings = entry.json().putArray("siblings");
            files.forEach(file -> siblings.addObject().put("rfilename", file.getPath()));
        }
    }

    private static void addConfig(JsonNode config, Entry entry) {
        JsonNode type = config.path("model_type");
        List<String> classes = texts(config.path("architectures"));
        if (!classes.isEmpty() || type.isTextual()) {
            entry.object("config").texts("architectures", classes).text("model_type", type.textValue());
        }
    }

    private static void addCard(Model model, JsonNode card, Entry entry) {
        if (card.isObject()) {
            entry.object("cardData")
                    .texts("tags", texts(card.path("tags")))
                    .single("language", model.getLanguages())
                    .single("license", model.getLicenses())
                    .texts("datasets", texts(card.path("datasets")));
        }
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.textValue());
        }
        value.forEach(element -> {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        });
        return texts;
    }
}
