package io.ptmtorrent.crawler.hub.modelzoo;

import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.http.RefusedRequestException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Where the repositories of one page stand, each asked for once however many models link to it. For one thread. */
final class LinkedHeads {
    private final GitHub github;
    private final Map<String, Head> known = new HashMap<>();

    LinkedHeads(GitHub github) {
        this.github = github;
    }

    Head of(ZooModel model) throws IOException {
        Repository repository = model.repository().orElse(null);
        if (repository == null) {
            return new Head.Missing(
                    model.link() == null
                            ? "the hub names no repository"
                            : "the link leads to no repository at github.com");
        }
        String key = repository.toString().toLowerCase(Locale.ROOT);
        Head head = known.get(key);
        if (head == null) {
            head = ask(repository);
            known.put(key, head);
        }
        return head;
    }

    private Head ask(Repository repository) throws IOException {
        try {
            return github.head(repository, null);
        } catch (RefusedRequestException e) {
            return new Head.Missing(String.valueOf(e.getMessage()));
        }
    }
}
