package io.ptmtorrent.samplehub.modelscope;

import io.ptmtorrent.samplehub.git.SampleGitHub;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A synthetic ModelScope, the same for the same seed, each kind of oddity in turn.
 *
 * <p>Shapes: as the hub's official clients ask for and read them (modelscope_hub, modelscope; as stored in autumn 2026); no
 * answer of the hub was at hand, and every value is invented. Immutable; {@link ModelScopeSite} is the host, with its faults.
 *
 * <pre>{@code
 * try (SampleGitHub github = SampleGitHub.start(List.of())) {
 *     ModelScopeSite site = SampleModelScope.of(7, 60).putInto(github);
 * }
 * }</pre>
 */
public final class SampleModelScope {
    /** The host that the hub has. */
    public static final String HOST = "www.modelscope.cn";

    /** The host that large files lie at. */
    public static final String BYTES = "cdn-lfs.modelscope.cn";

    private final List<SampleScopeModel> models;

    private SampleModelScope(List<SampleScopeModel> models) {
        this.models = List.copyOf(models);
    }

    /** A hub with so many models. */
    public static SampleModelScope of(long seed, int models) {
        return new SampleModelScope(IntStream.range(0, models)
                .mapToObj(number -> SampleScopeModel.of(seed, number))
                .toList());
    }

    /** The same with a new commit in one model, by its place in {@link #truth}. */
    public SampleModelScope withChange(int number) {
        List<SampleScopeModel> changed = new ArrayList<>(models);
        changed.set(number, models.get(number).changed());
        return new SampleModelScope(changed);
    }

    /** Puts both hosts beside GitHub's. */
    public ModelScopeSite putInto(SampleGitHub github) {
        ModelScopeSite site = new ModelScopeSite(models, github.uri() + "/" + BYTES);
        github.mount(HOST, site::answer);
        github.mount(BYTES, site::bytes);
        return site;
    }

    /** What a crawler must find, in the order in which the models were made. */
    public List<SampleScopeModel> truth() {
        return models;
    }
}
