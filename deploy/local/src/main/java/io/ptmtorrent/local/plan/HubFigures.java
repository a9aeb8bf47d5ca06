package io.ptmtorrent.local.plan;

import io.ptmtorrent.crawler.hub.huggingface.HuggingFace;
import io.ptmtorrent.crawler.hub.modelhub.Modelhub;
import io.ptmtorrent.crawler.hub.modelscope.ModelScope;
import io.ptmtorrent.crawler.hub.modelzoo.Modelzoo;
import io.ptmtorrent.crawler.hub.onnx.OnnxModelZoo;
import io.ptmtorrent.crawler.hub.pytorch.PyTorchHub;
import java.time.LocalDate;
import java.util.Map;

/** What is known of the hubs' sizes without asking them, each number with its source and its day. */
final class HubFigures {
    /** Public models of Hugging Face: counted by third parties that walked the whole listing, 3 October 2026. */
    private static final long HUGGING_FACE_MODELS = 3_117_871;
    /** Models and LFS pointers of onnx/models at b1eeaa1ac722, its last commit: read from its files. */
    private static final long ONNX_MODELS = 2_380;
    /** Repositories of the mirror that a weight may lie in: one a model at most, and the one of all old ones. */
    private static final long ONNX_MIRRORS = ONNX_MODELS + 1;
    /** Cards of pytorch/hub at c7895df70c77, and the pairs of repository and ref that they load from. */
    private static final long PYTORCH_CARDS = 52;

    private static final long PYTORCH_REFS = 28;
    /** Rows of Modelhub.ai's registry, whose last change was in October 2022. */
    private static final long MODELHUB_MODELS = 33;
    /** Models on modelzoo.co's first page: the only ones that are known. What there is today nobody has written down. */
    private static final long MODELZOO_MODELS = 50;

    /** What one query of ModelScope shows; how many it has nobody has written down. */
    static final long MODELSCOPE_SHOWN = 3_000;

    /** A row of a listing with all fields: mean of 1,000 rows of the synthetic hub, November 2026. */
    static final long ROW_BYTES = 1_600;
    /** A model's tree: mean of 200 of the synthetic hub, November 2026. */
    static final long TREE_BYTES = 1_700;
    /** A model in topics and state, compressed: of 20,000 synthetic rows, November 2026. */
    static final long DISK_BYTES = 3_200;
    /** All that is not LFS in onnx/models at that commit. */
    static final long ONNX_ARCHIVE_BYTES = 19_000_000;
    /** The 2,564 weights that its pointers name, each content once. */
    static final long ONNX_WEIGHT_BYTES = 704_700_000_000L;

    private static final Map<String, HubSize> SIZES = Map.of(
            HuggingFace.NAME,
            HubSize.measured(
                    HUGGING_FACE_MODELS, 0, "counted by others who walked the listing", LocalDate.of(2026, 10, 3)),
            OnnxModelZoo.NAME,
            HubSize.measured(ONNX_MODELS, ONNX_MIRRORS, "its last commit, it is frozen", LocalDate.of(2025, 6, 27)),
            PyTorchHub.NAME,
            HubSize.measured(
                    PYTORCH_CARDS, PYTORCH_REFS, "the cards of its last known commit", LocalDate.of(2024, 4, 15)),
            Modelhub.NAME,
            HubSize.measured(MODELHUB_MODELS, 0, "the registry's last known state", LocalDate.of(2022, 10, 31)),
            Modelzoo.NAME,
            HubSize.measured(
                    MODELZOO_MODELS,
                    0,
                    "those of its first page, today's size is not known",
                    LocalDate.of(2023, 1, 31)),
            ModelScope.NAME,
            HubSize.measured(
                    MODELSCOPE_SHOWN, 0, "what a query shows, it may have many more", LocalDate.of(2026, 11, 23)));

    private HubFigures() {}

    static HubSize size(String hub) {
        HubSize size = SIZES.get(hub);
        if (size == null) {
            throw new IllegalArgumentException("hub: '" + hub + "' has no figures; known are " + SIZES.keySet());
        }
        return size;
    }
}
