package io.ptmtorrent.samplehub.modelzoo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.git.PackageFile;
import io.ptmtorrent.samplehub.git.SampleAsset;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One model before it is published.
 *
 * @param repository what it links to under its present name, to be had or not; null where it links to none
 */
record ModelzooPlan(
        int number,
        String slug,
        ModelzooKind kind,
        long stars,
        @Nullable SampleRepository repository) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<ModelzooKind> KINDS = List.of(ModelzooKind.values());
    private static final String OWNER = "zoo-sample";
    private static final int WEIGHT_BYTES = 1_500;
    private static final List<String> FRAMEWORKS = List.of("pytorch", "tensorflow", "keras", "caffe", "jax", "mxnet");

    /** The shared repository: the same for all that link to it. */
    static final SampleRepository SHARED = SampleRepository.named(OWNER, "many-models")
            .file("README.md", "# Many models\n")
            .file("models/terns/tern.py", "pass\n")
            .build();

    static ModelzooPlan of(int number, String slug, SplittableRandom random) {
        ModelzooKind kind = KINDS.get(number % KINDS.size());
        byte[] weights = new byte[WEIGHT_BYTES];
        random.nextBytes(weights);
        return new ModelzooPlan(number, slug, kind, random.nextLong(50_000), repository(number, kind, weights));
    }

    ModelzooPlan changed() {
        SampleRepository next = repository == null ? null : repository.withFile("CHANGES.md", "One more.\n");
        return new ModelzooPlan(number, slug, kind, stars, next);
    }

    /** The row of the listing. */
    ObjectNode row(long moreStars) {
        ObjectNode row = JSON.createObjectNode();
        row.put("slug", slug);
        return common(row, moreStars);
    }

    /** The model's own document. */
    ObjectNode detail(long moreStars) {
        ObjectNode detail = JSON.createObjectNode();
        detail.put("id", 10_000 + number);
        common(detail, moreStars);
        detail.put("long_desc", "# Tern " + number + "\n\n" + "A model that counts terns. ".repeat(60));
        if (kind == ModelzooKind.NULLS) {
            detail.putNull("papers");
        } else {
            detail.putObject("papers")
                    .put("Counting terns", "https://arxiv.org/abs/1801.%05d".formatted(number))
                    .put("Their nests", "https://doi.org/10.1234/terns." + number);
        }
        return detail;
    }

    SampleModelzooModel truth() {
        SampleRepository linked = kind.hasRepository() ? repository : null;
        return new SampleModelzooModel(slug, kind, link(), linked, linked == null ? List.of() : files(linked));
    }

    void putInto(SampleGitHub github) {
        if (repository == null) {
            return;
        }
        github.put(repository);
        if (kind == ModelzooKind.GONE) {
            github.gone(repository.fullName());
        } else if (kind == ModelzooKind.RENAMED) {
            github.put(repository.renamed(OWNER, "old-" + repository.name()));
            github.rename(OWNER + "/old-" + repository.name(), repository.fullName());
        }
    }

    private ObjectNode common(ObjectNode node, long moreStars) {
        boolean nulls = kind == ModelzooKind.NULLS;
        node.put("title", "Tern " + number);
        node.put("description", nulls ? null : "Counts terns, number " + number);
        node.put("stars", nulls ? null : Long.valueOf(stars + moreStars));
        node.put("link", link());
        node.put("framework", FRAMEWORKS.get(number % FRAMEWORKS.size()));
        node.putArray("categories")
                .addObject()
                .put("id", 1)
                .put("slug", "computer-vision")
                .put("title", "Computer Vision")
                .put("short_title", "CV");
        if (kind == ModelzooKind.EXTRA_MEMBERS) {
            node.put("license", "MIT").putObject("badges").put("verified", true);
        }
        return node;
    }

    private @Nullable String link() {
        String name = repository == null ? "" : repository.fullName();
        return switch (kind) {
            case NULLS -> null;
            case FOREIGN -> "http://terns.example/model/" + number;
            case GIST -> "https://gist.github.com/zoo-sample/%032x".formatted(number);
            case SUBFOLDER -> "https://github.com/" + name + "/tree/main/models/terns";
            case LFS -> "https://github.com/" + name + ".git";
            case RENAMED -> "https://github.com/" + OWNER + "/old-tern-" + number;
            default -> "https://github.com/" + name;
        };
    }

    private static @Nullable SampleRepository repository(int number, ModelzooKind kind, byte[] weights) {
        SampleRepository.Builder builder = SampleRepository.named(OWNER, "tern-" + number)
                .file("README.md", "# Tern " + number + "\n")
                .file("tern.py", "pass\n");
        return switch (kind) {
            case NULLS, FOREIGN, GIST -> null;
            case SHARED, SUBFOLDER -> SHARED;
            case RELEASE ->
                builder.tag("v1.0")
                        .asset("v1.0", "tern.pth", weights)
                        .oldAsset("v0.9", "tern.pth", new byte[] {1, 2, 3})
                        .build();
            case LFS -> builder.lfs("weights/tern.bin", weights).build();
            default -> builder.build();
        };
    }

    private static List<PackageFile> files(SampleRepository repository) {
        List<PackageFile> files = new ArrayList<>(PackageFile.of(repository));
        for (SampleAsset asset : repository.assets()) {
            String path = "releases/" + asset.tag() + "/" + asset.name();
            files.add(new PackageFile(path, asset.url(repository), asset.sha256(), asset.digested(), false));
        }
        files.sort(Comparator.comparing(PackageFile::path));
        return files;
    }
}
