package io.ptmtorrent.crawler.hub.huggingface;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.RefusedRequestException;
import io.ptmtorrent.http.SafeUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The Hugging Face Hub: all metadata in the pages of one listing, 1,000 models a page.
 *
 * <p>A cursor is the canonical URL of a page, so it stays good where an endpoint changes its port. Only GET is ever
 * sent: a HEAD counts as a download at the hub.
 */
public final class HuggingFace implements Hub {
    public static final String NAME = "huggingface";

    private static final long MAX_PAGE_BYTES = 64L * 1024 * 1024;

    private final HubHttp http;
    private final NextLink nextLink;
    private final ModelLookup lookup;
    private final ModelTree tree;
    private final RowReader reader = new RowReader();

    public HuggingFace(HubHttp http) {
        this.http = http;
        this.nextLink = new NextLink(http.endpoints());
        this.lookup = new ModelLookup(http, reader);
        this.tree = new ModelTree(http, nextLink);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Cursor first(Listing listing) {
        return new Cursor(ModelUrls.listing(listing).toString());
    }

    @Override
    public HubPage page(Cursor cursor) throws IOException {
        HttpUrl url = HttpUrl.parse(cursor.value());
        if (url == null || !isListing(url)) {
            return new HubPage.Refused("the cursor is no page of " + ModelUrls.MODELS + ": " + cursor.value());
        }
        try (Response response =
                http.client().newCall(new Request.Builder().url(url).build()).execute()) {
            return answered(url, response);
        } catch (RefusedRequestException e) {
            return new HubPage.Refused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Lookup lookup(String stableId, String id) throws IOException {
        return lookup.ask(stableId, id);
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        return tree.ask(id, revision, cursor);
    }

    private static boolean isListing(HttpUrl url) {
        return url.newBuilder().query(null).build().equals(ModelUrls.MODELS);
    }

    private HubPage answered(HttpUrl url, Response response) throws IOException {
        if (!isListing(response.request().url())) {
            throw new IOException("asked " + SafeUrl.redact(url) + ", was led to "
                    + SafeUrl.redact(response.request().url()));
        }
        if (response.code() == HttpURLConnection.HTTP_OK) {
            return listed(url, response);
        }
        String reason = Answers.described(url, response);
        if (Answers.mayWorkLater(response.code())) {
            throw new IOException(reason);
        }
        return new HubPage.Refused(reason);
    }

    private HubPage listed(HttpUrl url, Response response) throws IOException {
        PageBody body = PageBody.read(response, MAX_PAGE_BYTES);
        RowSplitter.Split split = RowSplitter.split(body.bytes());
        List<HubItem> items = split.rows().stream().map(reader::read).toList();
        return new HubPage.Listed(
                SafeUrl.redact(url),
                items,
                rest(split.rest(), body.broken()),
                nextLink.read(url, response.headers("Link")),
                clock(response),
                null);
    }

    /** A page that broke off is not whole, even if all that arrived is an array. */
    private static @Nullable HubReject rest(@Nullable HubReject rest, @Nullable String broken) {
        if (broken == null) {
            return rest;
        }
        ByteBuffer bytes = rest == null ? ByteBuffer.allocate(0) : rest.bytes();
        return new HubReject(DeadLetterReason.TRUNCATED, broken, bytes);
    }

    private static @Nullable Instant clock(Response response) {
        Date date = response.headers().getDate("Date");
        return date == null ? null : date.toInstant();
    }
}
