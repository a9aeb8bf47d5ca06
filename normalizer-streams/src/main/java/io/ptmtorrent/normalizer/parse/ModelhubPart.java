package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.ModelhubModel;
import org.jspecify.annotations.Nullable;

/** What Modelhub.ai alone says of a model: its registry, and config.json and init.json of the repository. */
final class ModelhubPart {
    private ModelhubPart() {}

    static ModelhubModel of(ModelhubParts parts, String id) {
        Row registry = parts.registry();
        Row details = parts.details();
        return ModelhubModel.newBuilder()
                .setRegistryId(id)
                .setConfigId(configId(parts.config(), id))
                .setRepository(parts.repository().text("name"))
                .setRepositoryCommit(parts.repository().text("commit"))
                .setFormat(details.text("format"))
                .setLearningType(details.text("learning_type"))
                .setProvenance(details.text("provenance"))
                .setBackends(registry.get("backend") == null ? null : parts.backends())
                .setGpu(registry.get("gpu") == null ? null : registry.flag("gpu"))
                .setDockerId(ModelhubInit.dockerId(parts.init()))
                .setRegistry(registry.canonical())
                .setConfig(parts.config().canonical())
                .setInit(parts.init().canonical())
                .setName(registry.textAgain("name"))
                .setTaskExtended(registry.textAgain("task_extended"))
                .setGithub(registry.text("github"))
                .setGithubBranch(registry.text("github_branch"))
                .setApplicationArea(parts.meta().text("application_area"))
                .setDataType(parts.meta().text("data_type"))
                .setDescription(details.text("description"))
                .build();
    }

    private static @Nullable String configId(Row config, String id) {
        String configId = config.text("id");
        if (configId != null && !configId.equals(id)) {
            config.issue("id", "another id than the registry's, which counts");
        }
        return configId;
    }
}
