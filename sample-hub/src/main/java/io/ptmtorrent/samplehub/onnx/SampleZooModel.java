package io.ptmtorrent.samplehub.onnx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model of the zoo as it should be known.
 *
 * @param id its path, which is its stable id too
 * @param revision commit of onnx/models
 * @param task as manifest path or statistics say; null where neither does
 * @param weights by path
 * @param odd whether something about it must be reported as an issue
 */
public record SampleZooModel(
        String id, String revision, @Nullable String task, List<SampleWeight> weights, boolean odd) {
    public SampleZooModel {
        weights = List.copyOf(weights);
    }
}
