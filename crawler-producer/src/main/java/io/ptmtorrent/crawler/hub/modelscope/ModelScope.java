package io.ptmtorrent.crawler.hub.modelscope;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.Documents;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.JsonElements;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * ModelScope (modelscope.cn): pages of 50 models by its OpenAPI, files by the API of its repositories.
 *
 * <p>The hub shows the first 3,000 models of a query, the last changed first. A full run asks for all, and where they are
 * more for those of each task too; then it is never complete, and says how many were not shown. An increment reads back to
 * what is known. Stable id and path are {@code owner/name}: no listing tells an immutable id.
 */
public final class ModelScope implements Hub {
    public static final String NAME = "modelscope";

    /** The official client asks for no more: {@code page_number * page_size must be <= 3000}. */
    private static final int MOST_SHOWN = 3_000;

    private static final long MOST_PAGE_BYTES = 64L * 1024 * 1024;

    private final Documents documents;
    private final ScopeLookup lookup;
    private final int mostShown;

    public ModelScope(HubHttp http) {
        this(http, MOST_SHOWN);
    }

    ModelScope(HubHttp http, int mostShown) {
        this.documents = new Documents(http);
        this.lookup = new ScopeLookup(documents);
        this.mostShown = mostShown;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Cursor first(Listing listing) {
        return ScopeCursor.first(listing);
    }

    @Override
    public HubPage page(Cursor cursor) throws IOException {
        Optional<ScopeCursor> place = ScopeCursor.parse(cursor);
        return place.isEmpty()
                ? new HubPage.Refused("the cursor is no place in the listing, whose filters are owner=, task=, library="
                        + " and license=: " + cursor.value())
                : page(place.get());
    }

    @Override
    public Lookup lookup(String stableId, String id) throws IOException {
        return lookup.ask(stableId, id);
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        return lookup.files(id, revision);
    }

    private HubPage page(ScopeCursor place) throws IOException {
        return switch (documents.get(ScopeUrls.page(place), MOST_PAGE_BYTES, Headers.EMPTY)) {
            case Document.Read read -> read(place, read);
            case Document.Missing missing -> missing(place, missing);
            case Document.TooLong tooLong ->
                unreadable(tooLong.url(), DeadLetterReason.TOO_LARGE, tooLong.reason(), tooLong.head());
            case Document.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    /** A task that the hub does not know, or not any more, has no models. */
    private HubPage missing(ScopeCursor place, Document.Missing missing) {
        boolean noSuchTask = place.walk() == ScopeCursor.Walk.full
                && place.query() != null
                && (missing.status() == HttpURLConnection.HTTP_BAD_REQUEST
                        || missing.status() == HttpURLConnection.HTTP_NOT_FOUND);
        return noSuchTask
                ? new HubPage.Listed(missing.url(), List.of(), null, place.next(0, 0, mostShown), null, null)
                : new HubPage.Refused(missing.reason());
    }

    private HubPage read(ScopeCursor place, Document.Read read) {
        byte[] body = read.body().toByteArray();
        JsonNode answer;
        List<ByteBuffer> elements;
        try {
            answer = ScopeJson.read(ByteBuffer.wrap(body));
            elements = JsonElements.ofMember(body, "data", "models");
        } catch (IOException e) {
            return unreadable(read, DeadLetterReason.NOT_JSON, "no JSON");
        }
        if (!ScopeJson.isSuccess(answer)) {
            return unreadable(read, DeadLetterReason.NOT_A_LISTING, ScopeJson.failure(answer));
        }
        JsonNode found = ScopeJson.data(answer).path("total_count");
        if (elements == null || !found.isIntegralNumber()) {
            return unreadable(read, DeadLetterReason.NOT_A_LISTING, "JSON without models and their total_count");
        }
        List<HubItem> items = elements.stream().map(ScopeRows::read).toList();
        return place.walk() == ScopeCursor.Walk.changes && !isNewestFirst(items)
                ? new HubPage.Refused("GET " + read.url() + " gave models that are not in the order of their changes")
                : listed(read, items, place.next(items.size(), found.asLong(), mostShown));
    }

    /** An increment ends at the first model that is known: in any other order it would miss changes unseen. */
    private static boolean isNewestFirst(List<HubItem> items) {
        Instant last = Instant.MAX;
        for (HubItem item : items) {
            Instant modified = item instanceof HubRow row ? row.modifiedAt() : null;
            if (modified != null && modified.isAfter(last)) {
                return false;
            }
            last = modified == null ? last : modified;
        }
        return true;
    }

    private static HubPage listed(Document.Read read, List<HubItem> items, Next next) {
        return new HubPage.Listed(read.url(), items, null, next, Document.clock(read.headers()), null);
    }

    private static HubPage unreadable(Document.Read read, DeadLetterReason reason, String what) {
        return unreadable(read.url(), reason, "GET " + read.url() + " gave " + what, read.body());
    }

    private static HubPage unreadable(String url, DeadLetterReason reason, String message, ByteString bytes) {
        HubReject reject = new HubReject(reason, message, ByteBuffer.wrap(bytes.toByteArray()));
        return new HubPage.Listed(url, List.of(), reject, new Next.End(), null, null);
    }
}
