package io.ptmtorrent.samplehub.pytorch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A card as it should be known.
 *
 * @param id name of its file without .md, which is its stable id too
 * @param repository owner/name today; null where it is not to be had
 * @param revision commit of that repository; null where it is not to be had
 * @param files by path; none where the repository is not to be had
 * @param odd whether something about it must be reported as an issue
 */
public record SampleTorchModel(
        String id, @Nullable String repository, @Nullable String revision, List<SampleTorchFile> files, boolean odd) {
    public SampleTorchModel {
        files = List.copyOf(files);
    }
}
