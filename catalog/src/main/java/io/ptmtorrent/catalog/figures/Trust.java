package io.ptmtorrent.catalog.figures;

import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many models state what ICSE'23's interviewees ask for before they reuse one, and how many state things that do not
 * fit together.
 */
final class Trust implements Figure {
    /** Formats of which reading is running: pickles, by whatever name. */
    private static final Set<String> PICKLES = Set.of("pickle", "pytorch", "joblib");

    private record Attribute(String kind, String name, Predicate<Model> holds) {}

    private static final List<Attribute> ATTRIBUTES = List.of(
            new Attribute("provenance", "revision", model -> model.getRevision() != null),
            new Attribute("provenance", "owner", model -> model.getOwner() != null),
            new Attribute(
                    "provenance", "licence", model -> !model.getLicenseClaims().isEmpty()),
            new Attribute("provenance", "licence that maps to SPDX", Trust::isSpdx),
            new Attribute(
                    "provenance", "base model", model -> !model.getBaseModels().isEmpty()),
            new Attribute("provenance", "paper", model -> !model.getPapers().isEmpty()),
            new Attribute(
                    "reproducibility",
                    "training data",
                    model -> model.getDatasets().stream()
                            .anyMatch(it -> it.getRoles().contains(DatasetRole.TRAINED)
                                    || it.getRoles().contains(DatasetRole.FINE_TUNED))),
            new Attribute(
                    "reproducibility",
                    "performance claim",
                    model -> !model.getClaims().isEmpty()),
            new Attribute(
                    "reproducibility",
                    "verified claim",
                    model -> model.getClaims().stream().anyMatch(it -> Boolean.TRUE.equals(it.getVerified()))),
            new Attribute("reproducibility", "emissions", model -> model.getCarbon() != null),
            new Attribute(
                    "portability", "framework", model -> !model.getFrameworks().isEmpty()),
            new Attribute(
                    "portability",
                    "architecture",
                    model -> model.getArchitectureFamily() != null || model.getArchitectureClass() != null),
            new Attribute("portability", "parameter count", model -> model.getParameterCount() != null),
            new Attribute("portability", "weights as safetensors", model -> gives(model, "safetensors")),
            new Attribute("portability", "weights as ONNX", model -> gives(model, "onnx")),
            new Attribute("danger", "weights as pickles alone", Trust::isPickleOnly),
            new Attribute("danger", "custom code", model -> Boolean.TRUE.equals(model.getCustomCode())),
            new Attribute("disagreement", "licences of different sources", model -> model.getLicenseConflict()),
            new Attribute("disagreement", "library, and no weights that it reads", Trust::isLibraryWithoutWeights),
            new Attribute("disagreement", "adapter without a base model", Trust::isAdapterWithoutBase));

    private final TreeMap<String, Map<Attribute, Long>> hubs = new TreeMap<>();
    private final TreeMap<String, Long> models = new TreeMap<>();

    @Override
    public void add(LiveModel counted) {
        Model model = counted.model();
        Map<Attribute, Long> counts = hubs.computeIfAbsent(model.getHub(), key -> new LinkedHashMap<>());
        models.merge(model.getHub(), 1L, Long::sum);
        for (Attribute attribute : ATTRIBUTES) {
            if (attribute.holds().test(model)) {
                counts.merge(attribute, 1L, Long::sum);
            }
        }
    }

    @Override
    public FigureTable table() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        hubs.forEach((hub, counts) -> ATTRIBUTES.forEach(attribute -> rows.add(Votes.share(
                counts.getOrDefault(attribute, 0L),
                models.getOrDefault(hub, 0L),
                hub,
                attribute.kind(),
                attribute.name()))));
        return new FigureTable(
                "What models state that a reuser asks for, and what does not fit together",
                models.values().stream().mapToLong(Long::longValue).sum(),
                List.of("hub", "kind", "attribute", "numerator", "denominator", "ratio"),
                3,
                rows,
                List.of(
                        "The denominator is all models of the hub: one that a hub gives no field for is not stated there."));
    }

    private static boolean isSpdx(Model model) {
        String expression = model.getLicenseExpression();
        return expression != null && !expression.contains("LicenseRef-");
    }

    private static boolean gives(Model model, String format) {
        return Formats.weightFormats(model).contains(format);
    }

    private static boolean isPickleOnly(Model model) {
        Set<String> formats = Formats.weightFormats(model);
        return !formats.isEmpty() && PICKLES.containsAll(formats);
    }

    /** The files are known and none of them is in the one format that a library of this name reads. */
    private static boolean isLibraryWithoutWeights(Model model) {
        String library = model.getLibrary();
        Set<String> formats = Formats.weightFormats(model);
        if (library == null || formats.isEmpty()) {
            return false;
        }
        return switch (library) {
            case "gguf" -> !formats.contains("gguf");
            case "onnx" -> !formats.contains("onnx");
            case "safetensors" -> !formats.contains("safetensors");
            default -> false;
        };
    }

    private static boolean isAdapterWithoutBase(Model model) {
        return "peft".equals(model.getLibrary()) && model.getBaseModels().isEmpty();
    }
}
