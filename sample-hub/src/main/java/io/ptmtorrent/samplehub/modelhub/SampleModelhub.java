package io.ptmtorrent.samplehub.modelhub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A synthetic Modelhub.ai: a registry and a repository a model, the same for the same seed, each kind of oddity in turn.
 *
 * <p>Shapes: models.json, config.json, init.json of github.com/modelhub-ai (October 2022); every value is invented. At
 * its end the registry has one row without an id, and one with an id that stands in it already. Immutable.
 *
 * <pre>{@code
 * SampleModelhub hub = SampleModelhub.of(7, 40);
 * try (SampleGitHub github = SampleGitHub.start(List.of())) {
 *     hub.putInto(github);
 * }
 * }</pre>
 */
public final class SampleModelhub {
    /** Rows of the registry that are no model. */
    public static final int BAD_ROWS = 2;

    private static final JsonMapper JSON = new JsonMapper();

    private final long seed;
    private final List<ModelhubPlan> plans;
    private final SampleRepository registry;

    private SampleModelhub(long seed, List<ModelhubPlan> plans, SampleRepository registry) {
        this.seed = seed;
        this.plans = plans;
        this.registry = registry;
    }

    /** A hub with so many models. */
    public static SampleModelhub of(long seed, int models) {
        List<ModelhubPlan> plans = plans(seed, models);
        SampleRepository registry = SampleRepository.named("modelhub-ai", "modelhub")
                .branch("master")
                .file("README.md", "# Modelhub\n")
                .file("models.json", registryText(plans))
                .build();
        return new SampleModelhub(seed, plans, registry);
    }

    /**
     * The hub of {@link #of} a day later: the registry has lost its first model and got a new one at its end, and the
     * repository of the model that is the first now has another commit.
     */
    public SampleModelhub nextDay() {
        List<ModelhubPlan> left = new ArrayList<>(plans(seed, plans.size() + 1));
        left.removeFirst();
        left.set(0, left.getFirst().changed());
        return registering(left);
    }

    private static List<ModelhubPlan> plans(long seed, int models) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ModelhubPlan> plans = new ArrayList<>();
        for (int number = 0; number < models; number++) {
            plans.add(ModelhubPlan.of(number, random));
        }
        return plans;
    }

    /** The same with a new commit in the repository of one model, by its place in {@link #truth}. */
    public SampleModelhub withChange(int number) {
        List<ModelhubPlan> changed = new ArrayList<>(plans);
        changed.set(number, plans.get(number).changed());
        return new SampleModelhub(seed, changed, registry);
    }

    /** The same without the last models, in the registry too. */
    public SampleModelhub withoutLast(int models) {
        return registering(plans.subList(0, plans.size() - models));
    }

    private SampleModelhub registering(List<ModelhubPlan> left) {
        return new SampleModelhub(
                seed,
                List.copyOf(left),
                registry.changed().file("models.json", registryText(left)).build());
    }

    /** The registry's repository. */
    public SampleRepository registry() {
        return registry;
    }

    /** All repositories, the registry's first; those that are gone or blocked too. */
    public List<SampleRepository> repositories() {
        List<SampleRepository> all = new ArrayList<>();
        all.add(registry);
        plans.forEach(plan -> all.addAll(plan.repositories()));
        return all;
    }

    /** Puts them to their hosts, and has gone what is gone. */
    public void putInto(SampleGitHub github) {
        repositories().forEach(github::put);
        plans.forEach(plan -> plan.close(github));
    }

    /** What a crawler must find, in the registry's order. */
    public List<SampleModelhubModel> truth() {
        return plans.stream().map(ModelhubPlan::truth).toList();
    }

    private static String registryText(List<ModelhubPlan> plans) {
        ArrayNode rows = JSON.createArrayNode();
        plans.forEach(plan -> rows.add(plan.row()));
        ObjectNode nameless = JSON.createObjectNode().put("name", "nameless").put("github_branch", "master");
        rows.add(nameless);
        rows.add(plans.getFirst().row().put("name", "the same id again"));
        return rows.toPrettyString() + "\n";
    }
}
