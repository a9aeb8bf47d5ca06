package io.ptmtorrent.samplehub;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What may be asked for with {@code expand}, in the order in which it is answered.
 *
 * <p>The names are those of the official client (huggingface_hub, August 2026) and {@code xetEnabled}. {@code _id} and
 * {@code id} are no fields: they always come, and asking for {@code _id} is an error.
 */
enum Field {
    AUTHOR("author", FieldText::author),
    LIKES("likes", (out, m) -> out.member("likes", m.facts().likes(m.state(), m.index()))),
    TRENDING("trendingScore", (out, m) -> out.member("trendingScore", m.index() % 97 == 0 ? 12 : 0)),
    PRIVATE("private", (out, m) -> out.name("private").bool(false)),
    DISABLED("disabled", (out, m) -> out.name("disabled").bool(m.facts().disabled(m.state(), m.index()))),
    GATED("gated", FieldText::gated),
    SHA("sha", (out, m) -> out.member("sha", m.sha())),
    LAST_MODIFIED(
            "lastModified",
            (out, m) -> out.member("lastModified", HubClock.iso(m.state().lastModified(m.index())))),
    DOWNLOADS("downloads", (out, m) -> out.member("downloads", m.facts().downloads(m.state(), m.index()))),
    ALL_DOWNLOADS(
            "downloadsAllTime",
            (out, m) -> out.member("downloadsAllTime", m.facts().downloadsAllTime(m.state(), m.index()))),
    TAGS("tags", FieldText::tags),
    PIPELINE(
            "pipeline_tag",
            (out, m) -> FieldText.unlessNull(out, "pipeline_tag", m.profile().pipeline())),
    LIBRARY(
            "library_name",
            (out, m) -> FieldText.unlessNull(out, "library_name", m.profile().library())),
    CREATED(
            "createdAt",
            (out, m) -> out.member("createdAt", HubClock.iso(m.state().births.createdAt(m.index())))),
    MASK_TOKEN("mask_token", FieldText::maskToken),
    WIDGET("widgetData", FieldText::widget),
    MODEL_INDEX("model-index", FieldText::modelIndex),
    CONFIG("config", FieldText::config),
    CARD("cardData", FieldText::card),
    TRANSFORMERS("transformersInfo", FieldText::transformers),
    SAFETENSORS("safetensors", FieldText::safetensors),
    GGUF("gguf", FieldText::gguf),
    BASE_MODELS("baseModels", FieldText::baseModels),
    CHILDREN("childrenModelCount", FieldText::children),
    SIBLINGS("siblings", FieldText::siblings),
    SPACES("spaces", (out, m) -> out.name("spaces").list().endList()),
    STORAGE("usedStorage", FieldText::usedStorage),
    INFERENCE("inference", FieldText::nothing),
    PROVIDERS(
            "inferenceProviderMapping",
            (out, m) -> out.name("inferenceProviderMapping").list().endList()),
    EVALUATIONS("evalResults", FieldText::nothing),
    RESOURCE_GROUP("resourceGroup", FieldText::nothing),
    XET("xetEnabled", (out, m) -> out.name("xetEnabled").bool(true));

    private static final Map<String, Field> BY_NAME = new HashMap<>();

    static {
        for (Field field : values()) {
            BY_NAME.put(field.title, field);
        }
    }

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private final BiConsumer<JsonText, ModelDocument> writer;

    Field(String title, BiConsumer<JsonText, ModelDocument> writer) {
        this.title = title;
        this.writer = writer;
    }

    static Optional<Field> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(field -> field.title).sorted().toList();
    }

    void write(JsonText out, ModelDocument model) {
        writer.accept(out, model);
    }
}
