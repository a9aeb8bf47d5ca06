package io.ptmtorrent.crawler.hub.modelzoo;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.git.GitHub;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.Document;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.RowBatch;
import io.ptmtorrent.http.HubHttp;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * modelzoo.co: a catalogue of repositories; the bytes are at GitHub.
 *
 * <p>One request a page of the listing and three a model: its document, and where its repository stands. The hub knows
 * no revision, so that is a digest of both ({@link ZooJson#revision}). Stable id and path are the slug. An increment ends
 * where the first page says what it said before; else it is a full run.
 */
public final class Modelzoo implements Hub {
    public static final String NAME = "modelzoo";

    private final GitHub github;
    private final ZooApi api;
    private final ZooRows rows;
    private final ZooLookup lookup;

    public Modelzoo(HubHttp http, Clock clock) {
        this.github = new GitHub(http);
        this.api = new ZooApi(http, clock);
        this.rows = new ZooRows(api);
        this.lookup = new ZooLookup(api, rows, github);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Cursor first(Listing listing) {
        return ZooCursor.first(listing);
    }

    @Override
    public HubPage page(Cursor cursor) throws IOException {
        Optional<ZooCursor> place = ZooCursor.parse(cursor);
        if (place.isEmpty()) {
            return new HubPage.Refused("the cursor is no place in the listing, which has no filter: " + cursor.value());
        }
        String refusal = api.refusal(ZooApi.list(place.get().offset()));
        return refusal == null ? page(place.get()) : new HubPage.Refused(refusal);
    }

    @Override
    public Lookup lookup(String stableId, String id) throws IOException {
        return lookup.ask(stableId);
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        return lookup.files(id, revision);
    }

    private HubPage page(ZooCursor place) throws IOException {
        return switch (api.page(place.offset())) {
            case Document.Read read -> read(place, read);
            case Document.Missing missing -> missing(place, missing);
            case Document.TooLong tooLong ->
                unreadable(tooLong.url(), DeadLetterReason.TOO_LARGE, tooLong.reason(), tooLong.head());
            case Document.Unchanged same -> throw new IOException("GET " + same.url() + " gave 304");
        };
    }

    /** Behind the first page a 404 is one more way to say that nothing follows. */
    private static HubPage missing(ZooCursor place, Document.Missing missing) {
        boolean end = place.offset() > 0 && missing.status() == HttpURLConnection.HTTP_NOT_FOUND;
        return end
                ? new HubPage.Listed(missing.url(), List.of(), null, new Next.End(), null, null)
                : new HubPage.Refused(missing.reason());
    }

    private HubPage read(ZooCursor place, Document.Read read) throws IOException {
        if (ZooApi.isHtml(read)) {
            return new HubPage.Refused("GET " + read.url() + " gave HTML, no JSON: the site has no such API any more");
        }
        ZooPage page;
        try {
            page = ZooPage.read(read.body().toByteArray());
        } catch (IOException e) {
            return unreadable(
                    read.url(), DeadLetterReason.NOT_JSON, "GET " + read.url() + " gave no JSON", read.body());
        }
        if (page == null) {
            String message = "GET " + read.url() + " gave JSON without models";
            return unreadable(read.url(), DeadLetterReason.NOT_A_LISTING, message, read.body());
        }
        boolean known = page.digest().equals(place.known());
        boolean end = known || page.size() == 0 || place.repeats(page.digest());
        return end ? listed(read, List.of(), null, new Next.End(), page.digest()) : listed(place, page, read);
    }

    private HubPage listed(ZooCursor place, ZooPage page, Document.Read read) throws IOException {
        int from = Math.min(place.position(), page.models().size());
        int to = Math.min(from + place.size(), page.models().size());
        LinkedHeads heads = new LinkedHeads(github);
        RowBatch batch = RowBatch.read(page.models().subList(from, to), ZooRow::json, row -> rows.listed(row, heads));
        List<HubItem> items = new ArrayList<>(batch.items());
        boolean last = to == page.models().size();
        if (last) {
            items.addAll(page.rejects());
        }
        ZooCursor next = last ? place.after(page.size(), page.digest()) : place.further();
        return listed(read, items, batch.rest(), next(next), page.digest());
    }

    private static Next next(ZooCursor next) {
        return next.offset() > ZooCursor.LAST_OFFSET
                ? new Next.Refused("the listing goes on behind " + ZooCursor.LAST_OFFSET + " models")
                : new Next.Page(next.cursor());
    }

    private static HubPage listed(
            Document.Read read, List<HubItem> items, @Nullable HubReject rest, Next next, String version) {
        return new HubPage.Listed(read.url(), items, rest, next, Document.clock(read.headers()), version);
    }

    private static HubPage unreadable(String url, DeadLetterReason reason, String message, ByteString bytes) {
        HubReject reject = new HubReject(reason, message, ByteBuffer.wrap(bytes.toByteArray()));
        return new HubPage.Listed(url, List.of(), reject, new Next.End(), null, null);
    }
}
