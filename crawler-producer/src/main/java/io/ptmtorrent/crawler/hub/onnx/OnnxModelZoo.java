package io.ptmtorrent.crawler.hub.onnx;

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
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ONNX Model Zoo, github.com/onnx/models: an inventory of LFS pointers at a commit. The bytes are elsewhere ({@link
 * Mirror}), since GitHub serves none of them any more (from July 2025).
 *
 * <p>One page lists all: two requests for the commit, one for the files; an unchanged commit needs the two alone. A
 * model's stable id is its path in the repository, its revision the repository's commit.
 */
public final class OnnxModelZoo implements Hub {
    public static final String NAME = "onnx-model-zoo";

    static final Repository REPOSITORY = new Repository("onnx", "models");

    private static final String URL = "https://github.com/" + REPOSITORY;

    /** A run lists one commit while details of the one before may still be asked for. */
    private static final int INVENTORIES = 2;

    private final GitHub github;
    private final ReadOnce<String, Inventory> inventories;
    private final ZooFiles files;

    public OnnxModelZoo(HubHttp http) {
        this.github = new GitHub(http);
        this.inventories = new ReadOnce<>(INVENTORIES, this::inventory);
        this.files = new ZooFiles(inventories, new Mirror(new MirrorApi(http)));
    }

    private Inventory inventory(String commit) throws IOException {
        return switch (github.snapshot(REPOSITORY, commit, Inventory::keeps)) {
            case Snapshot snapshot -> Inventory.of(snapshot);
            case Checkout.Missing missing -> throw new NoInventoryException(missing.reason());
        };
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
                case Head.At at -> listed(at.commit(), place.get().known());
                case Head.Missing missing -> new HubPage.Refused(missing.reason());
            };
        } catch (RefusedRequestException | NoInventoryException e) {
            return new HubPage.Refused(String.valueOf(e.getMessage()));
        }
    }

    private HubPage listed(String commit, @Nullable String known) throws IOException {
        List<HubItem> items = commit.equals(known)
                ? List.of()
                : inventories.at(commit).models().values().stream()
                        .map(model -> item(model, commit))
                        .toList();
        return new HubPage.Listed(URL + "/tree/" + commit, items, null, new HubPage.Next.End(), null, commit);
    }

    private static HubItem item(ZooModel model, String commit) {
        byte[] envelope = model.envelope(commit);
        if (!HubRow.usable(model.path())) {
            return reject(DeadLetterReason.MISSING_ID, "a path that can be no id", model.path());
        }
        if (envelope.length > HubRow.MAX_BYTES) {
            return reject(DeadLetterReason.TOO_LARGE, "a model of " + envelope.length + " bytes", model.path());
        }
        return new HubRow(model.path(), model.path(), commit, null, ByteBuffer.wrap(envelope));
    }

    private static HubReject reject(DeadLetterReason reason, String message, String path) {
        return new HubReject(reason, message, ByteBuffer.wrap(path.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Lookup lookup(String stableId, String id) throws IOException {
        try {
            return switch (github.head(REPOSITORY, null)) {
                case Head.At at -> found(stableId, at.commit());
                case Head.Missing missing -> new Lookup.Refused(URL, missing.reason(), null);
            };
        } catch (RefusedRequestException | NoInventoryException e) {
            return new Lookup.Refused(URL, String.valueOf(e.getMessage()), null);
        }
    }

    private Lookup found(String path, String commit) throws IOException {
        String url = URL + "/tree/" + commit;
        ZooModel model = inventories.at(commit).models().get(path);
        if (model == null) {
            return new Lookup.Gone(url, "no such model at this commit", null, ByteBuffer.allocate(0));
        }
        return switch (item(model, commit)) {
            case HubRow row -> new Lookup.Found(url, row);
            case HubReject reject -> new Lookup.Refused(url, reject.message(), null);
        };
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        try {
            return files.page(id, revision, cursor);
        } catch (RefusedRequestException | NoInventoryException e) {
            return new Lookup.Refused(URL, String.valueOf(e.getMessage()), null);
        }
    }
}
