package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.Model;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model as PTMTorrent's common schema has it (ptmtorrent.json, 2023). Pure.
 *
 * <p>Lists without an element are left out, since {@code contains} refuses them.
 */
final class CommonRecord {
    private CommonRecord() {}

    /**
     * @param pointer path of the metadata file, from the export's folder
     * @param index of the model in its hub's files
     */
    static ObjectNode of(Model model, String pointer, long index, Account account) {
        Entry entry = Entry.begin(account).number("id", index);
        entry.object("ModelHub")
                .text("ModelHubName", model.getHub())
                .text("ModelHubURL", model.getHubUrl())
                .text("MetadataFilePath", pointer)
                .number("MetadataObjectID", index);
        entry.required("ModelName", model.getName())
                .required("ModelOwner", model.getOwner())
                .required("ModelURL", model.getUrl())
                .required("ModelOwnerURL", model.getOwnerUrl());
        addDatasets(model.getDatasets(), entry);
        return entry.texts("ModelPaperDOIs", distinct(model.getPaperDois()))
                .required("LatestGitCommitSHA", commit(model))
                .text("ModelTask", model.getTask())
                .text("ModelArchitecture", model.getArchitecture())
                .json();
    }

    private static void addDatasets(List<Dataset> datasets, Entry entry) {
        if (datasets.isEmpty()) {
            return;
        }
        ArrayNode list = entry.json().putArray("Datasets");
        for (Dataset dataset : datasets) {
            new Entry(list.addObject(), "Datasets.", entry.account())
                    .required("DatasetName", dataset.getName())
                    .required("DatasetOwner", dataset.getOwner())
                    .required("DatasetURL", dataset.getUrl())
                    .required("DatasetOwnerURL", dataset.getOwnerUrl())
                    .text("DatasetPaperDOI", dataset.getPaperDoi())
                    .texts("DatasetUsages", usages(dataset));
        }
    }

    /** What the source says, then the roles that were derived, for example fine_tuned. */
    private static List<String> usages(Dataset dataset) {
        Set<String> usages = new LinkedHashSet<>(dataset.getUsages());
        dataset.getRoles().stream()
                .filter(role -> role != DatasetRole.UNKNOWN)
                .forEach(role -> usages.add(role.name().toLowerCase(Locale.ROOT)));
        return List.copyOf(usages);
    }

    /** Revisions of hubs that know none are digests of metadata: no commit. */
    private static @Nullable String commit(Model model) {
        if (model.getModelzoo() != null) {
            return model.getModelzoo().getRepositoryCommit();
        }
        return model.getModelScope() == null ? model.getRevision() : null;
    }

    private static List<String> distinct(List<String> values) {
        return List.copyOf(new LinkedHashSet<>(values));
    }
}
