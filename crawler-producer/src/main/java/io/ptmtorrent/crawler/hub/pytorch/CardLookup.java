package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.git.Checkout;
import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Snapshot;
import io.ptmtorrent.crawler.git.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks one card up at the newest commit of pytorch/hub: two requests for the commit, two for its repository. */
final class CardLookup {
    private final GitHub github;
    private final Snapshots snapshots;

    CardLookup(GitHub github) {
        this.github = github;
        this.snapshots = new Snapshots(github, Card::isOne);
    }

    /** What became of it. */
    sealed interface Answer {
        /**
         * It is there.
         *
         * @param commit of pytorch/hub
         */
        record Here(LinkedCard card, String commit) implements Answer {}

        /** There is no such card any more. */
        record Gone(String reason) implements Answer {}

        /** Whether there is one is not to be had. */
        record Unknown(String reason) implements Answer {}
    }

    Answer ask(String id) throws IOException {
        return switch (github.head(PyTorchHub.REPOSITORY, null)) {
            case Head.At at -> at(at.commit(), id);
            case Head.Missing missing -> new Answer.Unknown(missing.reason());
        };
    }

    private Answer at(String commit, String id) throws IOException {
        return switch (snapshots.at(PyTorchHub.REPOSITORY, commit)) {
            case Snapshot snapshot -> in(snapshot, id);
            case Checkout.Missing missing -> new Answer.Unknown(missing.reason());
        };
    }

    private Answer in(Snapshot snapshot, String id) throws IOException {
        String path = id + ".md";
        Optional<Snapshot.Entry> entry = snapshot.entries().stream()
                .filter(candidate -> candidate.path().equals(path) && Card.isOne(path))
                .findFirst();
        byte[] content = entry.map(Snapshot.Entry::content).orElse(null);
        if (content == null) {
            return entry.isPresent()
                    ? new Answer.Unknown("a card of " + entry.get().size() + " bytes")
                    : new Answer.Gone("no such card at commit " + snapshot.commit());
        }
        Card card = Card.of(path, new String(content, StandardCharsets.UTF_8));
        return new Answer.Here(new RefLookups(github).link(card), snapshot.commit());
    }
}
