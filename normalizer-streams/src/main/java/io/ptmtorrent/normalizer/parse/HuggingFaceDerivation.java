package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.Confidence;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Quantization;
import io.ptmtorrent.normalizer.enrich.CustomCode;
import io.ptmtorrent.normalizer.enrich.Licensing;
import io.ptmtorrent.normalizer.enrich.Provenances;
import io.ptmtorrent.normalizer.enrich.Purl;
import io.ptmtorrent.normalizer.enrich.Quantizations;
import io.ptmtorrent.normalizer.enrich.Tasks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows from a row of Hugging Face, once what it declares is in the model. Not for several threads. */
final class HuggingFaceDerivation {
    private static final String TAGS = "tags";
    private static final String SIBLINGS = "siblings";
    private static final String PEFT_BASE = "config.peft.base_model_name_or_path";

    private final Model.Builder model;
    private final Row row;
    private final Row card;
    private final HuggingFaceTags tags;
    private final HuggingFaceConfig config;
    private final Derivation derivation;

    HuggingFaceDerivation(
            Model.Builder model, Row row, Row card, HuggingFaceTags tags, HuggingFaceConfig config, Issues issues) {
        this.model = model;
        this.row = row;
        this.card = card;
        this.tags = tags;
        this.config = config;
        derivation = new Derivation(model.getHub(), model, issues);
    }

    /** Fills the derived fields in. */
    void derive(HuggingFaceDatasets datasets) {
        derivation.purl(
                Purl.huggingFace(model.getId(), model.getRevision()), model.getRevision() == null ? "id" : "id, sha");
        deriveTask();
        deriveLibrary();
        derivation.frameworks().tags(tags.all(), TAGS);
        derivation.frameworks().files(model.getFiles(), SIBLINGS);
        derivation.languages("cardData.language");
        deriveLicense();
        Row gguf = row.known("gguf");
        deriveArchitecture(gguf);
        model.setQuantization(quantization());
        deriveLength(gguf);
        addAdapterBase();
        model.setClaims(HuggingFaceClaims.of(row, card));
        model.setDatasets(datasets.with(model.getClaims(), model.getBaseModels()));
        derivation.papers(TAGS);
        model.setCarbon(HuggingFaceCarbon.of(card));
        deriveCustomCode();
        deriveParameterCount();
        derivation.finish();
    }

    /** The hub's own word; else what it derived for Transformers, what the card says, a tag that is a task. */
    private void deriveTask() {
        if (model.getTask() != null) {
            derivation.task(model.getTask(), "pipeline_tag");
            return;
        }
        if (derivedTask(row, "transformersInfo") || derivedTask(row, "cardData")) {
            return;
        }
        String task = Tasks.among(tags.all());
        if (task != null) {
            model.setCommonTask(task);
            derivation.from("commonTask", TAGS, Tasks.METHOD);
        }
    }

    private void deriveLibrary() {
        boolean listed = model.getLibrary() != null;
        String name = listed ? model.getLibrary() : card.text("library_name");
        derivation.library(name, listed ? "library_name" : "cardData.library_name");
    }

    private boolean derivedTask(Row row, String member) {
        Row part = row.known(member);
        String word = part == null ? null : part.text("pipeline_tag");
        if (part == null || word == null) {
            return false;
        }
        derivation.task(word, part.path("pipeline_tag"));
        return true;
    }

    /** The card's licence and its name are two places: a name beside another licence than "other" may contradict it. */
    private void deriveLicense() {
        Licensing licensing = new Licensing();
        List<String> tagged = tags.after("license:");
        derivation.place(licensing, card.get("license") == null ? List.of() : model.getLicenses(), "cardData.license");
        String name = card.text("license_name");
        if (name != null) {
            derivation.place(licensing, List.of(name), "cardData.license_name");
        }
        if (!tagged.isEmpty()) {
            licensing.place();
            for (String license : tagged) {
                licensing.addTag(license, TAGS);
            }
        }
        derivation.licensing(licensing);
    }

    private void deriveArchitecture(@Nullable Row gguf) {
        String family = config.modelType();
        derivation.copied("architectureFamily", family, "config.model_type");
        if (family == null && gguf != null) {
            family = gguf.text("architecture");
            derivation.copied("architectureFamily", family, "gguf.architecture");
        }
        List<String> classes = config.classes();
        String first = classes.isEmpty() ? config.pipeline() : classes.getFirst();
        if (!classes.isEmpty()) {
            String method = classes.size() == 1 ? Provenances.COPIED : Provenances.FIRST;
            derivation.from("architectureClass", "config.architectures", method);
        } else {
            derivation.copied("architectureClass", first, "config.diffusers._class_name");
        }
        model.setArchitectureFamily(family).setArchitectureClass(first);
    }

    private @Nullable Quantization quantization() {
        Quantization declared = config.quantization();
        declared = declared == null ? Quantizations.ofFiles(model.getFiles(), SIBLINGS) : declared;
        return declared == null ? Quantizations.ofTags(tags.all(), TAGS) : declared;
    }

    private void deriveLength(@Nullable Row gguf) {
        HuggingFaceConfig.Length length = config.length();
        Long ofGguf = gguf == null ? null : HuggingFaceConfig.tokens(gguf, "context_length");
        if (length != null) {
            setLength(length.tokens(), length.source());
            if (gguf != null && ofGguf != null && ofGguf != length.tokens()) {
                gguf.issue("context_length", "another length than the configuration's, which counts");
            }
        } else if (ofGguf != null) {
            setLength(ofGguf, "gguf.context_length");
        }
    }

    private void setLength(long tokens, String source) {
        model.setContextLength(tokens);
        derivation.from("contextLength", source, Provenances.COPIED);
    }

    private void addAdapterBase() {
        String base = config.adapterBase();
        if (base != null) {
            BaseModel inferred = new BaseModel(base, null, "adapter", PEFT_BASE, Confidence.INFERRED);
            model.setBaseModels(HuggingFaceBaseModels.with(inferred, model.getBaseModels()));
        }
    }

    private void deriveCustomCode() {
        if (config.wantsCode()) {
            derivation.customCode(true, "config.auto_map", Provenances.PRESENT);
        } else if (tags.all().contains("custom_code")) {
            derivation.customCode(true, TAGS, Provenances.PRESENT);
        } else if (!model.getFiles().isEmpty()) {
            boolean beside = CustomCode.isBesideWeights(model.getFiles());
            derivation.customCode(beside, SIBLINGS, Provenances.FILE_NAMES);
        }
    }

    private void deriveParameterCount() {
        Row safetensors = row.known("safetensors");
        JsonNode total = safetensors == null ? null : safetensors.get("total");
        boolean ofSafetensors = total != null && total.isIntegralNumber() && total.canConvertToLong();
        derivation.copied(
                "parameterCount", model.getParameterCount(), ofSafetensors ? "safetensors.total" : "gguf.total");
    }
}
