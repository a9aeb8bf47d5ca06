package io.ptmtorrent.catalog.export.ptmtorrent;

import java.util.List;
import java.util.Map;

/** Which metadata files PTMTorrent wrote of each hub in 2023. */
final class HubMetadata {
    private static final Map<String, List<MetadataFile>> BY_HUB = Map.of(
            "huggingface", HuggingFaceMetadata.FILES,
            "onnx-model-zoo", OnnxMetadata.FILES,
            "pytorch-hub", PyTorchHubMetadata.FILES,
            "modelhub", ModelhubMetadata.FILES,
            "modelzoo", ModelzooMetadata.FILES);

    private HubMetadata() {}

    /** Those of a hub, the one that has an entry for every model first; none for a hub that came later. */
    static List<MetadataFile> of(String hub) {
        return BY_HUB.getOrDefault(hub, List.of());
    }
}
