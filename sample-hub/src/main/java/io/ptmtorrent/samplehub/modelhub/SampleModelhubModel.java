package io.ptmtorrent.samplehub.modelhub;

import io.ptmtorrent.samplehub.git.PackageFile;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a crawler must find of one model.
 *
 * @param id the registry's id
 * @param name the registry's name
 * @param kind what is odd about it
 * @param repository its repository under its present name; null where it is gone or blocked
 * @param files what its package must hold, by path; empty without a repository
 */
public record SampleModelhubModel(
        String id, String name, ModelhubKind kind, @Nullable SampleRepository repository, List<PackageFile> files) {
    public SampleModelhubModel {
        files = List.copyOf(files);
    }

    /** The commit that its package is of; null without a repository. */
    public @Nullable String revision() {
        return repository == null ? null : repository.commit();
    }
}
