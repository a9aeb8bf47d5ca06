package io.ptmtorrent.samplehub.pytorch;

import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    private final long seed;
    private final int first;
    private final int end;
    private final SampleRepository cards;
    private final Map<String, SampleRepository> linked = new LinkedHashMap<>();
    private final List<TorchModel> models = new ArrayList<>();

    /** @param before the last commit of the cards; null for their first */
    private SampleTorchHub(long seed, int first, int end, @Nullable SampleRepository before) {
        this.seed = seed;
        this.first = first;
        this.end = end;
        SampleRepository.Builder files = emptied(before)
                .file("README.md", "# Not a card\n")
                .file("CONTRIBUTING.md", "# Nor this\n")
                .file("CODE_OF_CONDUCT.md", "# Nor this\n")
                .file("docs/template.md", "---\ntitle: <REQUIRED>\n---\n");
        for (int number = first; number < end; number++) {
            CardKind kind = KINDS.get(number % KINDS.size());
            TorchModel model = new TorchModel(seed, number, kind, before != null);
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
        return new SampleTorchHub(seed, 0, cards, null);
    }

    /** The same a commit later: its first card is gone, a new one is the last, repositories with LFS files moved on. */
    public SampleTorchHub nextDay() {
        return new SampleTorchHub(seed, first + 1, end + 1, cards);
    }

    /** The same a commit later without its last cards. */
    public SampleTorchHub withoutLast(int cardsLess) {
        return new SampleTorchHub(seed, first, end - cardsLess, cards);
    }

    private static SampleRepository.Builder emptied(@Nullable SampleRepository before) {
        if (before == null) {
            return SampleRepository.named("pytorch", "hub");
        }
        SampleRepository.Builder next = before.changed();
        before.files().keySet().forEach(next::remove);
        return next;
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
