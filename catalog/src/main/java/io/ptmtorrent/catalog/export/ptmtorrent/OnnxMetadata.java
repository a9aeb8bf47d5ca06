package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.OnnxModelZooModel;
import io.ptmtorrent.avro.OnnxTableCell;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ONNX Model Zoo's metadata as onnxmodelhubModelMetadata.json and onnxmodelhubHubMetadata.json have it (2023): models,
 * and the families that the zoo's own README lists.
 *
 * <p>Most measures are enums of the values that stood in the tables of 2023: another value is left out.
 */
final class OnnxMetadata {
    static final List<MetadataFile> FILES = List.of(
            new MetadataFile("onnxmodelhubModelMetadata.json", null, false, OnnxMetadata::model),
            new MetadataFile("onnxmodelhubHubMetadata.json", null, true, OnnxMetadata::family));

    private static final String TOP_1_ERROR = "Top-1 Error (%)";

    /** The schema's name of a table's column, by its heading in small letters. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("top-1 accuracy (%)", "Top-1% Accuracy"),
            Map.entry("top-5 accuracy (%)", "Top-5% Accuracy"),
            Map.entry("accuracy", "Accuracy"),
            Map.entry("map", "mAP"),
            Map.entry("miou (%)", "mIOU"),
            Map.entry("mean iou", "Mean IoU"),
            Map.entry("lfw * accuracy (%)", "LFW * accuracy (%)"),
            Map.entry("cfp-ff * accuracy (%)", "CFP-FF * accuracy (%)"),
            Map.entry("cfp-fp * accuracy (%)", "CFP-FP * accuracy (%)"),
            Map.entry("agedb-30 * accuracy (%)", "AgeDB-30 * accuracy (%)"),
            Map.entry("dataset", "Dataset"),
            Map.entry("top-1 error", TOP_1_ERROR));

    private static final Map<String, Set<String>> VALUES = Map.of(
            "mAP",
            Set.of("N/A", "", "0.2303", "0.2285"),
            "mIOU",
            Set.of("N/A", "81.92", "81.62"),
            "Mean IoU",
            Set.of("N/A", "60.5%", "63.7%", "65.0%", "64.7%"),
            "LFW * accuracy (%)",
            Set.of("N/A", "99.77"),
            "CFP-FF * accuracy (%)",
            Set.of("N/A", "99.83"),
            "CFP-FP * accuracy (%)",
            Set.of("N/A", "94.21"),
            "AgeDB-30 * accuracy (%)",
            Set.of("N/A", "97.87"),
            "Dataset",
            Set.of("N/A", "Adience", "ChaLearn LAP 2015", "IMDB-WIKI"),
            TOP_1_ERROR,
            Set.of("", "30.64", "33.65", "33.85", "33.88", "1.1%"));

    private static final Set<String> CATEGORIES = Set.of(
            "image_classification",
            "domain_based_image",
            "object_detection",
            "body_analysis",
            "image_manipulation",
            "machine_comprehension");

    private OnnxMetadata() {}

    private static @Nullable ObjectNode model(LiveModel popular, long index, Account account) {
        Model model = popular.model();
        OnnxModelZooModel own = model.getOnnxModelZoo();
        Entry entry = Entry.begin(account).number("id", index);
        if (own == null) {
            return entry.json();
        }
        entry.text("Model", own.getModel() == null ? model.getName() : own.getModel())
                .text("ModelSize", own.getSize())
                .text("ModelPath", model.getId())
                .text("ONNXVersion", own.getOnnxVersion());
        own.getTable().forEach(cell -> addMeasure(cell, entry));
        return entry.text("OpsetVersion", own.getOpset() == null ? null : String.valueOf(own.getOpset()))
                .oneOf(CATEGORIES, "Category", own.getCategory())
                .address("GitHub URL", model.getMetadataUrl())
                .text("ModelSampleSize", own.getSampleSize())
                .text("ModelSamplePath", own.getSamplePath())
                .json();
    }

    private static void addMeasure(OnnxTableCell cell, Entry entry) {
        String name = COLUMNS.get(cell.getColumn().toLowerCase(Locale.ROOT));
        if (name == null) {
            return;
        }
        Set<String> allowed = VALUES.get(name);
        if (allowed == null) {
            entry.text(name, cell.getText());
        } else {
            entry.oneOf(allowed, name, cell.getText());
        }
    }

    /** The same for all models of a family, which stand side by side. */
    private static @Nullable ObjectNode family(LiveModel popular, long index, Account account) {
        OnnxModelZooModel own = popular.model().getOnnxModelZoo();
        if (own == null || own.getModelClass() == null) {
            return null;
        }
        return Entry.begin(account)
                .number("id", index)
                .text("ModelClass", own.getModelClass())
                .text("ModelREADMEPath", own.getReadmePath())
                .text("RepoREADMEPath", "README.md")
                .address("Paper", own.getPaper())
                .text("Description", own.getDescription())
                .addressOrNull("HFSpaceURL", own.getSpaceUrl())
                .text("Category", own.getCategory())
                .json();
    }
}
