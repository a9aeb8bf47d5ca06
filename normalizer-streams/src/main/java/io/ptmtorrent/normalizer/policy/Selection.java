package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of every file of a model. Pure: the same policy and model give an equal selection.
 *
 * <p>Says something sensible only of a model with details: before them no size and no digest is known.
 *
 * @param choices one a file, in the order of {@code Model.files}; then one of kind GIT_BUNDLE for the history of the
 *     repository that the model leads to, if the policy wants histories: in how many bundles a package holds it is no
 *     matter of the policy
 * @param gated true where the bytes need an agreement that the policy does not have: the files are wanted, and nobody
 *     is asked for them
 */
public record Selection(List<Choice> choices, boolean gated) {
    /** A manifest's request must fit its topic, 4 MiB, with room for the rest of the record. */
    private static final long MANIFEST_BYTES = 3_500_000;

    /** Bytes of a file in a manifest beside its path and its address: digest, size, state. */
    private static final long BESIDE_NAMES = 96;

    public Selection {
        choices = List.copyOf(choices);
    }

    /** Whether a policy wants any file of any model. */
    public static boolean wantsFiles(Policy policy) {
        return policy.getArtifacts() == Artifacts.SMALL || policy.getArtifacts() == Artifacts.ALL;
    }

    /**
     * Chooses.
     *
     * @throws IllegalArgumentException for a model of a hub that this build does not know
     */
    public static Selection of(Policy policy, Model model) {
        HubParser hub = Parsers.of(model.getHub())
                .orElseThrow(() -> new IllegalArgumentException(
                        "hub: '" + model.getHub() + "'; allowed are those that this build has a parser for"));
        List<Choice> choices = new ArrayList<>(model.getFiles().size());
        long bytes = 0;
        for (ModelFile file : filesOf(policy, model)) {
            String url = url(hub, model, file);
            Verdict verdict = verdict(policy, file, hub.tellsLfsByDigest());
            if (verdict == Verdict.WANTED) {
                bytes += manifestBytes(file, url);
                verdict = bytes > MANIFEST_BYTES ? Verdict.BEYOND_MANIFEST : verdict;
            }
            choices.add(new Choice(file, url, verdict));
        }
        return new Selection(choices, isGated(model) && !policy.getGated());
    }

    /** Those that are wanted. */
    public List<Choice> wanted() {
        return choices.stream()
                .filter(choice -> choice.verdict() == Verdict.WANTED)
                .toList();
    }

    /** How many would be, if a manifest could hold them. */
    public long beyondManifest() {
        return choices.stream()
                .filter(choice -> choice.verdict() == Verdict.BEYOND_MANIFEST)
                .count();
    }

    /** What the hub tells, then the history of the repository that the model leads to, where the policy wants those. */
    private static List<ModelFile> filesOf(Policy policy, Model model) {
        if (!policy.getHistory()) {
            return model.getFiles();
        }
        List<ModelFile> files = new ArrayList<>(model.getFiles());
        model.getFiles().stream()
                .flatMap(file -> LinkedHistory.of(file).stream())
                .findFirst()
                .ifPresent(files::add);
        return files;
    }

    private static Verdict verdict(Policy policy, ModelFile file, boolean digestMeansLfs) {
        return switch (policy.getArtifacts()) {
            case NONE, UNKNOWN -> Verdict.NO_FILES;
            case SMALL ->
                digestMeansLfs && file.getSha256() != null ? Verdict.IN_LFS : bySize(file, smallLimit(policy));
            case ALL -> bySize(file, policy.getMaxBytes());
        };
    }

    private static Verdict bySize(ModelFile file, @Nullable Long limit) {
        if (limit == null) {
            return Verdict.WANTED;
        }
        if (file.getSize() == null) {
            return Verdict.SIZE_UNKNOWN;
        }
        return file.getSize() <= limit ? Verdict.WANTED : Verdict.TOO_LARGE;
    }

    private static Long smallLimit(Policy policy) {
        Long most = policy.getMaxBytes();
        return most == null ? policy.getSmallMaxBytes() : Math.min(most, policy.getSmallMaxBytes());
    }

    private static @Nullable String url(HubParser hub, Model model, ModelFile file) {
        if (file.getUrl() != null || model.getRevision() == null) {
            return file.getUrl();
        }
        return hub.fileUrl(model.getId(), model.getRevision(), file.getPath());
    }

    private static long manifestBytes(ModelFile file, @Nullable String url) {
        int path = file.getPath().getBytes(StandardCharsets.UTF_8).length;
        return BESIDE_NAMES + path + (url == null ? 0 : url.length());
    }

    private static boolean isGated(Model model) {
        return model.getGating() == Gating.AUTO || model.getGating() == Gating.MANUAL;
    }
}
