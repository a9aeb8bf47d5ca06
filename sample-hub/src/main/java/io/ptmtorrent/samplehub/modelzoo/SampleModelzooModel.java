package io.ptmtorrent.samplehub.modelzoo;

import io.ptmtorrent.samplehub.git.PackageFile;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a crawler must find of one model.
 *
 * @param kind what is odd about it
 * @param link as the site writes it; null where it has none
 * @param repository the linked one under its present name; null where there is none to be had
 * @param files what its package must hold, by path; empty without a repository
 */
public record SampleModelzooModel(
        String slug,
        ModelzooKind kind,
        @Nullable String link,
        @Nullable SampleRepository repository,
        List<PackageFile> files) {
    public SampleModelzooModel {
        files = List.copyOf(files);
    }
}
