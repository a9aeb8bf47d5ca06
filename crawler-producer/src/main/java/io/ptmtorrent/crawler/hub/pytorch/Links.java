package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Repository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which repository a card's commit is of, for the cards that were seen last: that never changes. For any number of
 * threads.
 */
final class Links {
    private static final int MOST = 2_000;

    private record Place(String card, String commit) {}

    private final Map<Place, Repository> repositories = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Repository> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(LinkedCard card) {
        if (card.head() instanceof Head.At at) {
            repositories.put(new Place(card.card().id(), at.commit()), at.repository());
        }
    }

    synchronized Optional<Repository> find(String card, String commit) {
        return Optional.ofNullable(repositories.get(new Place(card, commit)));
    }
}
