package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.policy.Rules.Decision;
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
        return Parsers.all().stream()
                .anyMatch(parser -> Rules.of(policy, parser.hub()).wantFiles());
    }

    /**
     * Chooses among a model's files.
     *
     * @param downloads of the last 30 days; null where nobody counts them
     * @throws IllegalArgumentException for a model of a hub that this build does not know
     */
    public static Selection of(Policy policy, Model model, @Nullable Long downloads) {
        Rules rules = Rules.of(policy, model.getHub());
        return of(policy, rules, model, rules.of(model, downloads));
    }

    /**
     * Chooses among the files of a model that is wanted itself, whatever its downloads and its licence are now.
     *
     * @throws IllegalArgumentException for a model of a hub that this build does not know
     */
    public static Selection ofFiles(Policy policy, Model model) {
        return of(policy, Rules.of(policy, model.getHub()), model, new Decision(Verdict.WANTED, null));
    }

    private static Selection of(Policy policy, Rules rules, Model model, Decision ofAll) {
        HubParser hub = Parsers.of(model.getHub())
                .orElseThrow(() -> new IllegalArgumentException(
                        "hub: '" + model.getHub() + "'; allowed are those that this build has a parser for"));
        List<Choice> choices = new ArrayList<>(model.getFiles().size());
        long bytes = 0;
        for (ModelFile file : filesOf(rules, model)) {
            String url = url(hub, model, file);
            Decision decision = ofAll.verdict() == Verdict.WANTED ? rules.of(file, hub.tellsLfsByDigest()) : ofAll;
            if (decision.verdict() == Verdict.WANTED) {
                bytes += manifestBytes(file, url);
                decision = bytes > MANIFEST_BYTES ? new Decision(Verdict.BEYOND_MANIFEST, null) : decision;
            }
            choices.add(new Choice(file, url, decision.verdict(), decision.rule()));
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
    private static List<ModelFile> filesOf(Rules rules, Model model) {
        if (!rules.wantHistory()) {
            return model.getFiles();
        }
        List<ModelFile> files = new ArrayList<>(model.getFiles());
        model.getFiles().stream()
                .flatMap(file -> LinkedHistory.of(file).stream())
                .findFirst()
                .ifPresent(files::add);
        return files;
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
