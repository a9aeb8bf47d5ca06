package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.ModelhubModel;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Modelhub.ai's registry as modelhubMetadata.json has it (2023): its one branch name is master. */
final class ModelhubMetadata {
    static final List<MetadataFile> FILES =
            List.of(new MetadataFile("modelhubMetadata.json", null, false, ModelhubMetadata::entry));

    private static final Set<String> BRANCHES = Set.of("master");

    private ModelhubMetadata() {}

    private static @Nullable ObjectNode entry(LiveModel popular, long index, Account account) {
        Entry entry = Entry.begin(account);
        ModelhubModel own = popular.model().getModelhub();
        if (own == null) {
            return entry.json();
        }
        List<String> backends = own.getBackends();
        return entry.text("id", own.getRegistryId())
                .text("name", own.getName())
                .text("task_extended", own.getTaskExtended())
                .address("github", own.getGithub())
                .oneOf(BRANCHES, "github_branch", own.getGithubBranch())
                .texts("backend", backends == null ? List.of() : backends)
                .flag("gpu", own.getGpu())
                .json();
    }
}
