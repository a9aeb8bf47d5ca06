package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlMode;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A hub whose answers a test scripts: by cursor, one after the other, the last one for ever. */
final class FakeHub implements Hub {
    static final Instant CLOCK = Instant.parse("2026-11-01T00:00:00Z");

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Listing> listings = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Object>> answers = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return Stage.HUB;
    }

    @Override
    public Cursor first(Listing listing) {
        listings.add(listing);
        return new Cursor(listing.mode() == CrawlMode.FULL ? "full-1" : "new-1");
    }

    FakeHub on(String cursor, Object answer) {
        answers.computeIfAbsent(cursor, it -> new ConcurrentLinkedQueue<>()).add(answer);
        return this;
    }

    static HubPage page(@Nullable String next, @Nullable HubReject rest, String... ids) {
        List<HubItem> rows = new ArrayList<>();
        for (String id : ids) {
            rows.add(row(id, CLOCK));
        }
        return new HubPage.Listed("test:" + next, rows, rest, next(next), CLOCK, null);
    }

    static HubRow row(String id, Instant modifiedAt) {
        ByteBuffer body = ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8));
        return new HubRow(id, "owner/" + id, null, modifiedAt, body);
    }

    static Next next(@Nullable String cursor) {
        return cursor == null ? new Next.End() : new Next.Page(new Cursor(cursor));
    }

    @Override
    public HubPage page(Cursor cursor) throws IOException {
        asked.add(cursor.value());
        Queue<Object> script = answers.getOrDefault(cursor.value(), new ConcurrentLinkedQueue<>());
        Object answer = script.size() > 1 ? script.poll() : script.peek();
        if (answer instanceof IOException failure) {
            throw failure;
        }
        if (answer == null) {
            throw new IOException("nothing scripted for " + cursor.value());
        }
        return (HubPage) answer;
    }

    @Override
    public Lookup lookup(String stableId, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) {
        throw new UnsupportedOperationException();
    }
}
