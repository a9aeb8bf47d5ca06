package io.ptmtorrent.samplehub.pytorch;

import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A synthetic PyTorch Hub: the cards of pytorch/hub, the repositories that they load from, the hosts of their weights.
 * The same for the same seed and count.
 *
 * <pre>{@code
 * SampleTorchHub hub = SampleTorchHub.of(42, 28);
 * try (SampleGitHub github = SampleGitHub.start(hub.repositories())) {
 *     hub.prepare(github);
 * }
 * }</pre>
 */
public final class SampleTorchHub {
    /** The repository of cards. */
    public static final String REPOSITORY = "pytorch/hub";

    private static final List<CardKind> KINDS = List.of(CardKind.values());

    private final SampleRepository cards;
    private final Map<String, SampleRepository> linked = new LinkedHashMap<>();
    private final List<TorchModel> models = new ArrayList<>();

    private SampleTorchHub(long seed, int count) {
        SampleRepository.Builder files = SampleRepository.named("pytorch", "hub")
                .file("README.md", "# Not a card\n")
                .file("CONTRIBUTING.md", "# Nor this\n")
                .file("CODE_OF_CONDUCT.md", "# Nor this\n")
                .file("docs/template.md", "---\ntitle: <REQUIRED>\n---\n");
        for (int number = 0; number < count; number++) {
            CardKind kind = KINDS.get(number % KINDS.size());
            TorchModel model = new TorchModel(seed, number, kind);
            models.add(model);
            files.file(model.id() + ".md", model.card());
            if (kind.hasRepository()) {
                linked.putIfAbsent(model.source().fullName(), model.source());
            }
        }
        this.cards = files.build();
    }

    /**
     * The hub of a seed.
     *
     * @param cards how many; from fourteen on every kind of them is there
     */
    public static SampleTorchHub of(long seed, int cards) {
        return new SampleTorchHub(seed, cards);
    }

    /** The repository of cards first. */
    public List<SampleRepository> repositories() {
        List<SampleRepository> all = new ArrayList<>();
        all.add(cards);
        all.addAll(linked.values());
        return all;
    }

    /** Puts the weights at their hosts, and lets renamed, missing and blocked repositories be so. */
    public void prepare(SampleGitHub github) {
        for (TorchModel model : models) {
            model.weights().forEach(github::serve);
            switch (model.kind()) {
                case RENAMED ->
                    github.rename(model.askedName(), model.source().fullName().replace("old-", "new-"));
                case GONE -> github.gone(model.askedName());
                case BLOCKED -> github.blocked(model.askedName());
                default -> {}
            }
        }
    }

    /** Every card as it should be known, by id. */
    public List<SampleTorchModel> truth() {
        return models.stream().map(TorchModel::truth).toList();
    }
}
