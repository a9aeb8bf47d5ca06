package io.ptmtorrent.samplehub.modelzoo;

import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A synthetic modelzoo.co: the JSON behind its pages and the repositories that it links to, the same for the same seed,
 * each kind of oddity in turn.
 *
 * <p>Shapes: as PTMTorrent asked for them in January 2023, and the schemas that it inferred; every value is invented.
 * Immutable; {@link #site} is the host, with its faults.
 *
 * <pre>{@code
 * SampleModelzoo zoo = SampleModelzoo.of(7, 60);
 * try (SampleGitHub github = SampleGitHub.start(List.of())) {
 *     ModelzooSite site = zoo.putInto(github);
 * }
 * }</pre>
 */
public final class SampleModelzoo {
    /** The host that the site has. */
    public static final String HOST = "modelzoo.co";

    private final long seed;
    private final List<ModelzooPlan> plans;

    private SampleModelzoo(long seed, List<ModelzooPlan> plans) {
        this.seed = seed;
        this.plans = List.copyOf(plans);
    }

    /** A hub with so many models. */
    public static SampleModelzoo of(long seed, int models) {
        return of(
                seed,
                IntStream.range(0, models).mapToObj(number -> "tern-" + number).toList());
    }

    /**
     * The hub of so many models a day later: the site has lost its first model and got a new one at its end, and
     * repositories with LFS files have another commit.
     */
    public SampleModelzoo nextDay() {
        List<ModelzooPlan> left = new ArrayList<>(of(seed, plans.size() + 1).plans);
        left.removeFirst();
        left.replaceAll(plan -> plan.kind() == ModelzooKind.LFS ? plan.changed() : plan);
        return new SampleModelzoo(seed, left);
    }

    /** A hub with a model for each slug; one that is all digits would be an offset. */
    public static SampleModelzoo of(long seed, List<String> slugs) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ModelzooPlan> plans = new ArrayList<>();
        for (String slug : slugs) {
            plans.add(ModelzooPlan.of(plans.size(), slug, random));
        }
        return new SampleModelzoo(seed, plans);
    }

    /** The same with a new commit in the repository of one model, by its place in {@link #truth}. */
    public SampleModelzoo withChange(int number) {
        List<ModelzooPlan> changed = new ArrayList<>(plans);
        changed.set(number, plans.get(number).changed());
        return new SampleModelzoo(seed, changed);
    }

    /** The same without the last models. */
    public SampleModelzoo withoutLast(int models) {
        return new SampleModelzoo(seed, plans.subList(0, plans.size() - models));
    }

    /** All repositories, each once; those that are gone too. */
    public List<SampleRepository> repositories() {
        Map<String, SampleRepository> all = new LinkedHashMap<>();
        for (ModelzooPlan plan : plans) {
            SampleRepository repository = plan.repository();
            if (repository != null) {
                all.put(repository.fullName(), repository);
            }
        }
        return List.copyOf(all.values());
    }

    /** The host with the site's JSON, to be mounted. */
    public ModelzooSite site() {
        return new ModelzooSite(plans);
    }

    /** Puts repositories and site to their hosts. */
    public ModelzooSite putInto(SampleGitHub github) {
        plans.forEach(plan -> plan.putInto(github));
        ModelzooSite site = site();
        github.mount(HOST, site::answer);
        return site;
    }

    /** What a crawler must find, in the site's order. */
    public List<SampleModelzooModel> truth() {
        return plans.stream().map(ModelzooPlan::truth).toList();
    }
}
