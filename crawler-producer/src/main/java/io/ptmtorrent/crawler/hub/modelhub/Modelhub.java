package io.ptmtorrent.crawler.hub.modelhub;

import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.RowBatch;
import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Modelhub.ai: a registry of medical and other models, each in a repository of its own at github.com.
 *
 * <p>A model's stable id is the registry's {@code id}, its path is the registry's {@code name}. One request tells that
 * the registry is unchanged; else it is one, and four a model ({@link ModelDocuments}).
 */
public final class Modelhub implements Hub {
    public static final String NAME = "modelhub";

    private final Registry registry;
    private final ModelDocuments documents;
    private final ModelFiles files;

    public Modelhub(HubHttp http) {
        GitHub github = new GitHub(http);
        this.registry = new Registry(http);
        this.documents = new ModelDocuments(github, http);
        this.files = new ModelFiles(registry, documents, github);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Cursor first(Listing listing) {
        return RegistryCursor.first(listing);
    }

    @Override
    public HubPage page(Cursor cursor) throws IOException {
        Optional<RegistryCursor> place = RegistryCursor.parse(cursor);
        return place.isPresent()
                ? page(place.get())
                : new HubPage.Refused("the cursor is no place in the registry, which has no filter: " + cursor.value());
    }

    @Override
    public Lookup lookup(String stableId, String id) throws IOException {
        return switch (registry.read(null)) {
            case Registry.Answer.Read read -> lookup(stableId, read);
            case Registry.Answer.Refused refused -> new Lookup.Refused(refused.url(), refused.reason(), null);
            case Registry.Answer.Unreadable unreadable ->
                throw new IOException(unreadable.reject().message());
            case Registry.Answer.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        return files.ask(id, revision);
    }

    private HubPage page(RegistryCursor place) throws IOException {
        return switch (registry.read(place.known())) {
            case Registry.Answer.Read read -> listed(place, read);
            case Registry.Answer.Refused refused -> new HubPage.Refused(refused.reason());
            case Registry.Answer.Unreadable bad ->
                new HubPage.Listed(bad.url(), List.of(), bad.reject(), new Next.End(), bad.clock(), null);
            case Registry.Answer.Unchanged same ->
                new HubPage.Listed(same.url(), List.of(), null, new Next.End(), same.clock(), place.known());
        };
    }

    private HubPage listed(RegistryCursor place, Registry.Answer.Read read) throws IOException {
        List<RegistryRow> models = read.rows().models();
        int from = Math.min(place.from(), models.size());
        int to = Math.min(from + place.size(), models.size());
        RowBatch batch = RowBatch.read(models.subList(from, to), RegistryRow::json, documents::read);
        List<HubItem> items = new ArrayList<>(batch.items());
        boolean last = to == models.size();
        if (last) {
            items.addAll(read.rows().rejects());
        }
        Next next = last ? new Next.End() : new Next.Page(place.after().cursor());
        return new HubPage.Listed(read.url(), items, batch.rest(), next, read.clock(), read.version());
    }

    private Lookup lookup(String stableId, Registry.Answer.Read read) throws IOException {
        RegistryRow row =
                read.rows().first(model -> model.id().equals(stableId)).orElse(null);
        if (row == null) {
            int kept = Math.min(read.body().size(), BoundedBody.HEAD_BYTES);
            ByteBuffer body = read.body().substring(0, kept).asByteBuffer();
            return new Lookup.Gone(read.url(), "the registry has no such id", null, body);
        }
        return switch (documents.read(row)) {
            case HubRow found -> new Lookup.Found(read.url(), found);
            case HubReject reject -> new Lookup.Refused(read.url(), reject.message(), null);
        };
    }
}
