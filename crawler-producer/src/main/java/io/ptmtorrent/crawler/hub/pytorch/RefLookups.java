package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up where the repositories of cards stand, each repository and ref once. For one thread, for one listing. */
final class RefLookups {
    private final GitHub github;
    private final Map<String, Head> known = new HashMap<>();

    RefLookups(GitHub github) {
        this.github = github;
    }

    LinkedCard link(Card card) throws IOException {
        Optional<Repository> repository = card.repository();
        if (repository.isEmpty()) {
            return new LinkedCard(card, null, null, new Head.Missing("the card names no repository at GitHub"));
        }
        String ref = card.ref(repository.get());
        return new LinkedCard(card, repository.get(), ref, head(repository.get(), ref));
    }

    /** GitHub's names are the same in any case. */
    private Head head(Repository repository, @Nullable String ref) throws IOException {
        String key = repository.toString().toLowerCase(Locale.ROOT) + ":" + (ref == null ? "" : ref);
        Head head = known.get(key);
        if (head == null) {
            head = Card.isRef(ref)
                    ? github.head(repository, ref)
                    : new Head.Missing("the ref that the card loads can be none of a repository");
            known.put(key, head);
        }
        return head;
    }
}
