package io.ptmtorrent.samplehub.onnx;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic ONNX Model Zoo: the repository onnx/models, whose bytes GitHub has lost, and the mirror that has most of
 * them. The same for the same seed and count.
 *
 * <pre>{@code
 * SampleZoo zoo = SampleZoo.of(42, 24);
 * try (SampleGitHub github = SampleGitHub.start(List.of(zoo.repository()))) {
 *     github.withoutLfs(SampleZoo.REPOSITORY);
 *     github.mount("huggingface.co", zoo.mirror()::answer);
 * }
 * }</pre>
 */
public final class SampleZoo {
    /** Its repository. */
    public static final String REPOSITORY = "onnx/models";

    /** How many models a twin comes after the one whose bytes it has: the second and the seventh kind. */
    private static final int TWIN_IS_AFTER = 5;

    private static final String LEGACY = "legacy_models";
    private static final List<ZooKind> KINDS = List.of(ZooKind.values());
    private static final JsonMapper JSON = new JsonMapper();

    private final long seed;
    private final int first;
    private final int end;
    private final SampleMirror mirror = new SampleMirror();
    private final List<Draft> drafts = new ArrayList<>();
    private final ArrayNode manifest = JSON.createArrayNode();
    private final ZooPages pages = new ZooPages();
    private final SampleRepository repository;

    /** A model without its revision, which is known when all of them are there. */
    private record Draft(String path, ZooKind kind, List<SampleWeight> weights) {}

    /** @param before its last commit; null for its first */
    private SampleZoo(long seed, int first, int end, @Nullable SampleRepository before) {
        this.seed = seed;
        this.first = first;
        this.end = end;
        SampleRepository.Builder files = emptied(before).file(".lfsconfig", "[lfs]\n\tfetchexclude = *\n");
        for (int number = first; number < end; number++) {
            add(number, files);
        }
        files.file("README.md", pages.frontPage());
        files.file("ONNX_HUB_MANIFEST.json", manifest.toPrettyString());
        this.repository = files.build();
    }

    /**
     * The zoo of a seed.
     *
     * @param models how many; from eleven on every kind of them is there
     */
    public static SampleZoo of(long seed, int models) {
        return new SampleZoo(seed, 0, models, null);
    }

    /** The same a commit later: its first model is gone, a new one is the last; all others have the new commit. */
    public SampleZoo nextDay() {
        return new SampleZoo(seed, first + 1, end + 1, repository);
    }

    /** The same a commit later without its last models. */
    public SampleZoo withoutLast(int models) {
        return new SampleZoo(seed, first, end - models, repository);
    }

    private static SampleRepository.Builder emptied(@Nullable SampleRepository before) {
        if (before == null) {
            return SampleRepository.named("onnx", "models");
        }
        SampleRepository.Builder next = before.changed();
        before.files().keySet().forEach(next::remove);
        return next;
    }

    public SampleRepository repository() {
        return repository;
    }

    public SampleMirror mirror() {
        return mirror;
    }

    /** Every model as it should be known, by id. */
    public List<SampleZooModel> truth() {
        return drafts.stream()
                .map(this::model)
                .sorted(Comparator.comparing(SampleZooModel::id))
                .toList();
    }

    private SampleZooModel model(Draft draft) {
        String commit = repository.commit();
        List<SampleWeight> weights = draft.weights().stream()
                .map(weight -> new SampleWeight(
                        weight.path(),
                        weight.size(),
                        weight.sha256(),
                        weight.gitSha1(),
                        weight.url().replace("COMMIT", commit),
                        weight.there()))
                .toList();
        String task = draft.kind().isValidated() ? "digits" : "Computer_Vision";
        boolean odd = draft.kind() == ZooKind.BROKEN;
        return new SampleZooModel(draft.path(), commit, odd ? null : task, weights, odd);
    }

    private void add(int number, SampleRepository.Builder files) {
        ZooKind kind = KINDS.get(number % KINDS.size());
        String name = "net%03d_Opset16".formatted(number);
        String folder = folder(kind, name);
        String path = folder + name + kind.ending();
        int same = kind == ZooKind.TWIN ? number - TWIN_IS_AFTER : number;
        byte[] content = content(same, 0);
        List<SampleWeight> weights = new ArrayList<>();
        weights.add(weight(kind, path, content, files));
        if (kind == ZooKind.VALIDATED) {
            String packed = folder + name + ".tar.gz";
            weights.add(weight(kind, packed, content(number, 1), files));
        }
        if (kind.isInManifest()) {
            addRow(kind, name, weights);
        }
        if (kind.isValidated()) {
            describeFamily(number, name, folder, files);
        } else {
            describe(kind, name, folder, files);
        }
        drafts.add(new Draft(path, kind, List.copyOf(weights)));
    }

    private static String folder(ZooKind kind, String name) {
        if (kind.isValidated()) {
            return "validated/vision/digits/" + name + "/model/";
        }
        return "Computer_Vision/" + (kind == ZooKind.SKIPPED ? "skip/" : "") + name + "_timm/";
    }

    private void describeFamily(int number, String name, String folder, SampleRepository.Builder files) {
        files.file(folder.replace("model/", "README.md"), ZooPages.family(name, number));
        pages.list(name, folder.replace("/model/", ""), number);
    }

    private static void describe(ZooKind kind, String name, String folder, SampleRepository.Builder files) {
        if (kind == ZooKind.BROKEN) {
            files.file(folder + "turnkey_stats.yaml", "author: timm\nbuilds:\n\tx86_ort: 1\n");
        } else {
            String size = kind == ZooKind.SKIPPED ? "null" : "4.5";
            files.file(
                    folder + "turnkey_stats.yaml",
                    "author: timm\nclass: Net\nmodel_name: " + name
                            + "\nonnx_model_information:\n  ir_version: 8\n  opset: 16\n  size on disk (KiB): " + size
                            + "\nparameters: 1234\nsystem_info:\n  OS Version: some\ntask: Computer_Vision\n");
        }
    }

    private SampleWeight weight(ZooKind kind, String path, byte[] content, SampleRepository.Builder files) {
        if (kind == ZooKind.PLAIN) {
            files.file(path, content);
            String blob = blob(path, content);
            String url = "https://raw.githubusercontent.com/onnx/models/COMMIT/" + path;
            return new SampleWeight(path, content.length, null, blob, url, true);
        }
        files.lfsPointer(path, SampleMirror.sha256(content), content.length);
        return mirrored(kind, path, content);
    }

    private static String blob(String path, byte[] content) {
        SampleRepository alone =
                SampleRepository.named("any", "any").file(path, content).build();
        return alone.files().values().iterator().next().id();
    }

    private SampleWeight mirrored(ZooKind kind, String path, byte[] content) {
        String sha256 = SampleMirror.sha256(content);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String target = kind.isValidated() ? LEGACY : name.replaceFirst("\\..*", "");
        String place = kind.isValidated() ? path : name;
        if (kind == ZooKind.NOWHERE) {
            mirror.put(target, place, content(-1, 0));
            String url = "https://media.githubusercontent.com/media/onnx/models/COMMIT/" + path;
            return new SampleWeight(path, content.length, sha256, null, url, false);
        }
        mirror.put(target, place, content);
        return new SampleWeight(path, content.length, sha256, null, mirror.url(target, place), true);
    }

    private void addRow(ZooKind kind, String name, List<SampleWeight> weights) {
        ObjectNode row = manifest.addObject();
        row.put("model", kind == ZooKind.NAMESAKE ? "Net" : name)
                .put("model_path", weights.getFirst().path());
        row.put("onnx_version", "1.9.0").put("opset_version", 16);
        ObjectNode metadata = row.putObject("metadata");
        metadata.put("model_sha", weights.getFirst().sha256())
                .put("model_bytes", weights.getFirst().size());
        metadata.putArray("tags").add("vision").add("digits");
        if (kind == ZooKind.VALIDATED) {
            metadata.putObject("io_ports")
                    .putArray("inputs")
                    .addObject()
                    .put("name", "x")
                    .putArray("shape")
                    .add("unk__1");
            metadata.put("model_with_data_path", weights.getLast().path())
                    .put("model_with_data_sha", weights.getLast().sha256())
                    .put("model_with_data_bytes", weights.getLast().size());
        }
    }

    /** @param which of a model's files */
    private byte[] content(int number, int which) {
        byte[] content = new byte[400 + number + 500 * which];
        new Random(seed * 31 + number * 2L + which).nextBytes(content);
        return content;
    }
}
