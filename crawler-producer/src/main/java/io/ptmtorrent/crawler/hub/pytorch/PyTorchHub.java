package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.git.Checkout;
import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.git.Snapshot;
import io.ptmtorrent.crawler.hub.CatalogueCursor;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.pytorch.CardLookup.Answer;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch Hub: the cards at the root of github.com/pytorch/hub, which its site is built from, and the repositories that
 * they load from.
 *
 * <p>One page lists all: three requests for the cards, two for each repository and ref; where pytorch/hub has not
 * changed, the two for its commit alone. A model's stable id is its card's name, its revision the commit of the linked
 * repository; none where that is not to be had.
 */
public final class PyTorchHub implements Hub {
    public static final String NAME = "pytorch-hub";

    static final Repository REPOSITORY = new Repository("pytorch", "hub");

    private static final String URL = "https://github.com/" + REPOSITORY;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final GitHub github;
    private final CardFiles files;
    private final CardLookup lookup;
    private final Links links = new Links();

    public PyTorchHub(HubHttp http) {
        this.github = new GitHub(http);
        this.files = new CardFiles(github);
        this.lookup = new CardLookup(github);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Cursor first(Listing listing) {
        return CatalogueCursor.first(listing);
    }

    @Override
    public HubPage page(Cursor cursor) throws IOException {
        Optional<CatalogueCursor> place = CatalogueCursor.parse(cursor);
        if (place.isEmpty() || place.get().filter() != null) {
            return new HubPage.Refused(URL + " has no page '" + cursor.value() + "'");
        }
        try {
            return switch (github.head(REPOSITORY, null)) {
                case Head.At at -> cards(at.commit(), place.get().known());
                case Head.Missing missing -> new HubPage.Refused(missing.reason());
            };
        } catch (RefusedRequestException e) {
            return new HubPage.Refused(String.valueOf(e.getMessage()));
        }
    }

    private HubPage cards(String commit, @Nullable String known) throws IOException {
        if (commit.equals(known)) {
            return listed(commit, List.of());
        }
        return switch (github.snapshot(REPOSITORY, commit, Card::isOne)) {
            case Snapshot snapshot -> listed(commit, items(snapshot));
            case Checkout.Missing missing -> new HubPage.Refused(missing.reason());
        };
    }

    private static HubPage listed(String commit, List<HubItem> items) {
        return new HubPage.Listed(URL + "/tree/" + commit, items, null, new HubPage.Next.End(), null, commit);
    }

    private List<HubItem> items(Snapshot snapshot) throws IOException {
        RefLookups lookups = new RefLookups(github);
        List<HubItem> items = new ArrayList<>();
        for (Snapshot.Entry entry : cardsOf(snapshot)) {
            byte[] content = entry.content();
            items.add(
                    content == null
                            ? reject(DeadLetterReason.TOO_LARGE, "a card of " + entry.size() + " bytes", entry.path())
                            : item(linked(lookups, entry.path(), content), snapshot.commit()));
        }
        return items;
    }

    private static List<Snapshot.Entry> cardsOf(Snapshot snapshot) {
        return snapshot.entries().stream()
                .filter(entry -> Card.isOne(entry.path()))
                .sorted(Comparator.comparing(Snapshot.Entry::path))
                .toList();
    }

    private LinkedCard linked(RefLookups lookups, String path, byte[] content) throws IOException {
        LinkedCard card = lookups.link(Card.of(path, new String(content, StandardCharsets.UTF_8)));
        links.add(card);
        return card;
    }

    private static HubItem item(LinkedCard card, String commit) {
        byte[] envelope = card.envelope(commit);
        String id = card.card().id();
        if (!HubRow.usable(id)) {
            return reject(DeadLetterReason.MISSING_ID, "a card's name that can be no id", id);
        }
        if (envelope.length > HubRow.MAX_BYTES) {
            return reject(DeadLetterReason.TOO_LARGE, "a card of " + envelope.length + " bytes", id);
        }
        return new HubRow(id, id, card.revision(), null, ByteBuffer.wrap(envelope));
    }

    private static HubReject reject(DeadLetterReason reason, String message, String name) {
        return new HubReject(reason, message, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Lookup lookup(String stableId, String id) throws IOException {
        try {
            return switch (lookup.ask(stableId)) {
                case Answer.Here here -> found(here);
                case Answer.Gone gone -> new Lookup.Gone(URL, gone.reason(), null, ByteBuffer.allocate(0));
                case Answer.Unknown unknown -> refused(unknown.reason());
            };
        } catch (RefusedRequestException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static Lookup found(Answer.Here here) {
        return switch (item(here.card(), here.commit())) {
            case HubRow row -> new Lookup.Found(URL + "/tree/" + here.commit(), row);
            case HubReject reject -> refused(reject.message());
        };
    }

    private static Lookup.Refused refused(String reason) {
        return new Lookup.Refused(URL, reason, null);
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        if (cursor != null || !COMMIT.matcher(revision).matches()) {
            return refused("expected a commit, and the list's only page");
        }
        try {
            Optional<Repository> known = links.find(id, revision);
            return known.isPresent() ? files.page(known.get(), revision) : asked(id, revision);
        } catch (RefusedRequestException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    /** Of a card that another process listed: where its repository is now, whatever commit it stands at. */
    private FilePage asked(String id, String revision) throws IOException {
        return switch (lookup.ask(id)) {
            case Answer.Here here -> atPresent(here.card().head(), revision);
            case Answer.Gone gone -> refused(gone.reason());
            case Answer.Unknown unknown -> refused(unknown.reason());
        };
    }

    private FilePage atPresent(Head head, String revision) throws IOException {
        return switch (head) {
            case Head.At at -> files.page(at.repository(), revision);
            case Head.Missing missing -> refused(missing.reason());
        };
    }
}
