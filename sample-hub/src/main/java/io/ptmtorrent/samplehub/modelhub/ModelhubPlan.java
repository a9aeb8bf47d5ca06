package io.ptmtorrent.samplehub.modelhub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.git.PackageFile;
import io.ptmtorrent.samplehub.git.SampleAsset;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One model before it is published.
 *
 * @param repository its own, under its present name
 * @param other another owner's, with a release that this one's weights come from; null where they are its own
 */
record ModelhubPlan(
        String id,
        String name,
        ModelhubKind kind,
        SampleRepository repository,
        @Nullable SampleRepository other) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<ModelhubKind> KINDS = List.of(ModelhubKind.values());
    private static final String OWNER = "modelhub-ai";
    private static final String WEIGHTS = "contrib_src/model/model.onnx";
    private static final String TAG = "v1.0";
    private static final int WEIGHT_BYTES = 2_000;

    static ModelhubPlan of(int number, SplittableRandom random) {
        ModelhubKind kind = KINDS.get(number % KINDS.size());
        boolean notebook = kind == ModelhubKind.TEMPLATE;
        String id = notebook ? "%04d".formatted(number) : uuid(random);
        String name = (notebook ? "colab_tern_" : "tern-net-") + number;
        byte[] weights = new byte[WEIGHT_BYTES];
        random.nextBytes(weights);
        SampleRepository other = kind == ModelhubKind.OTHER_OWNER
                ? SampleRepository.named("someone", "weights-" + number)
                        .file("README.md", "# Weights\n")
                        .oldAsset("v0.9", "model.onnx", weights)
                        .build()
                : null;
        return new ModelhubPlan(id, name, kind, repository(id, name, kind, weights), other);
    }

    ModelhubPlan changed() {
        SampleRepository next = repository.withFile("CHANGES.md", "One more.\n");
        return new ModelhubPlan(id, name, kind, next, other);
    }

    /** The registry's row. */
    ObjectNode row() {
        ObjectNode row = JSON.createObjectNode();
        row.put("id", id).put("name", name).put("task_extended", "Counting terns");
        row.put("github", "https://github.com/" + OWNER + "/" + registered());
        row.put("github_branch", "master");
        row.putArray("backend")
                .add(kind == ModelhubKind.TEMPLATE ? "colab" : "mxnet")
                .add("onnx");
        if (kind == ModelhubKind.LFS) {
            row.put("gpu", true);
        }
        return row;
    }

    List<SampleRepository> repositories() {
        return other == null ? List.of(repository) : List.of(repository, other);
    }

    /** Takes away what is not to be had; a renamed one was put under its present name, which the old one leads to. */
    void close(SampleGitHub github) {
        switch (kind) {
            case GONE -> github.gone(repository.fullName());
            case BLOCKED -> github.blocked(repository.fullName());
            case RENAMED -> {
                github.put(repository.renamed(OWNER, registered()));
                github.rename(OWNER + "/" + registered(), repository.fullName());
            }
            default -> {}
        }
    }

    SampleModelhubModel truth() {
        return kind.isThere()
                ? new SampleModelhubModel(id, name, kind, repository, files())
                : new SampleModelhubModel(id, name, kind, null, List.of());
    }

    private String registered() {
        return switch (kind) {
            case RENAMED -> "old-" + name;
            case OTHER_CASE -> repository.name().toUpperCase(Locale.ROOT);
            default -> repository.name();
        };
    }

    private List<PackageFile> files() {
        SampleRepository asked = kind == ModelhubKind.OTHER_CASE ? repository.renamed(OWNER, registered()) : repository;
        List<PackageFile> files = new ArrayList<>(PackageFile.of(asked));
        SampleRepository source = other == null ? repository : other;
        for (SampleAsset asset : source.assets()) {
            for (String path : places()) {
                files.add(new PackageFile(path, asset.url(source), asset.sha256(), false, false));
            }
        }
        files.sort(Comparator.comparing(PackageFile::path));
        return files;
    }

    /** Where init.json has the weights put. */
    private List<String> places() {
        return kind == ModelhubKind.TWO_PLACES
                ? List.of(WEIGHTS, "contrib_src/model/step1/weights.onnx")
                : List.of(WEIGHTS);
    }

    private static SampleRepository repository(String id, String name, ModelhubKind kind, byte[] weights) {
        SampleRepository.Builder builder = SampleRepository.named(OWNER, name)
                .branch(kind == ModelhubKind.TEMPLATE ? "main" : "master")
                .file("README.md", "# " + name + "\n")
                .file("contrib_src/license/model", "MIT License\n");
        if (kind != ModelhubKind.WITHOUT_DOCUMENTS) {
            builder.file("contrib_src/model/config.json", ModelhubTexts.config(id, name, kind));
            builder.file("init/init.json", ModelhubTexts.init(name, kind));
        }
        return switch (kind) {
            case IN_TREE -> builder.file(WEIGHTS, weights).build();
            case LFS -> builder.lfs(WEIGHTS, weights).build();
            case TEMPLATE, OTHER_OWNER, WITHOUT_DOCUMENTS -> builder.build();
            default -> builder.tag(TAG).oldAsset(TAG, "model.onnx", weights).build();
        };
    }

    private static String uuid(SplittableRandom random) {
        String hex = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
