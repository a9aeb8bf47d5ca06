package io.ptmtorrent.local.stories;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.samplehub.HubChange;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.SampleHubs;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** What the topics must hold of each hub, as the synthetic hubs state it: a line a model, by stable id. */
final class HubTruth {
    static final String HUGGING_FACE = "huggingface";
    static final List<String> CATALOGUES = List.of("onnx-model-zoo", "pytorch-hub", "modelhub", "modelzoo");

    static final String MODEL_SCOPE = "modelscope";

    private HubTruth() {}

    static Map<String, String> of(SampleHubs hubs, String hub) {
        return switch (hub) {
            case HUGGING_FACE ->
                hubs.huggingFace().truth().live().collect(sorted(ModelTruth::stableId, HubTruth::line));
            case "onnx-model-zoo" ->
                hubs.onnxModelZoo().truth().stream().collect(sorted(it -> it.id(), it -> it.revision()));
            case "pytorch-hub" ->
                hubs.pyTorchHub().truth().stream().collect(sorted(it -> it.id(), it -> String.valueOf(it.revision())));
            case "modelhub" ->
                hubs.modelhub().truth().stream()
                        .collect(sorted(it -> it.id(), it -> it.name() + " " + String.valueOf(it.revision())));
            case "modelzoo" -> hubs.modelzoo().truth().stream().collect(sorted(it -> it.slug(), it -> it.slug()));
            case MODEL_SCOPE ->
                hubs.modelScope().truth().stream()
                        .collect(sorted(it -> it.id(), it -> it.modifiedAt().toString()));
            default -> throw new IllegalArgumentException(hub);
        };
    }

    /** The same of models as the topic holds them. */
    static Map<String, String> told(String hub, Map<String, Model> models) {
        Map<String, String> lines = new TreeMap<>();
        models.forEach((id, model) -> lines.put(id, line(hub, model)));
        return lines;
    }

    private static String line(String hub, Model model) {
        return switch (hub) {
            case HUGGING_FACE ->
                String.join(
                        " ",
                        model.getId(),
                        String.valueOf(model.getRevision()),
                        model.getGating().toString().toLowerCase(Locale.ROOT),
                        "disabled " + model.getDisabled());
            case "modelhub" -> model.getId() + " " + model.getRevision();
            case "modelzoo" -> model.getId();
            case MODEL_SCOPE -> String.valueOf(model.getModifiedAt());
            default -> String.valueOf(model.getRevision());
        };
    }

    private static String line(ModelTruth model) {
        String gated = model.gated().equals("false") ? "none" : model.gated();
        return String.join(" ", model.path(), model.sha(), gated, "disabled " + model.disabled());
    }

    /** What the present step's changes must be told as: {@code <stable id> <type>}; a replaced model is RECREATED. */
    static Set<String> updates(SampleHubs hubs) {
        return hubs.huggingFace()
                .truth()
                .changed()
                .map(model -> model.stableId() + " " + type(model.change()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String type(HubChange change) {
        return switch (change) {
            case TAGGED -> "METADATA_CHANGED";
            case REPLACED -> "RECREATED";
            case RECREATED -> "CREATED";
            default -> change.name();
        };
    }

    private static <T> Collector<T, ?, Map<String, String>> sorted(Function<T, String> id, Function<T, String> line) {
        return Collectors.toMap(id, line, (one, other) -> one, TreeMap::new);
    }
}
