package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A hub that gives scripted pages of files, the last one for ever; of an exception it throws it. */
final class TreeHub implements Hub {
    final List<@Nullable Cursor> asked = new ArrayList<>();
    private final Deque<Object> script = new ArrayDeque<>();

    TreeHub then(Object answer) {
        script.add(answer);
        return this;
    }

    /** No answer until the thread that asks is interrupted. */
    record Stuck(CountDownLatch asked, CountDownLatch interrupted) {
        FilePage answer() throws IOException {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            throw new InterruptedIOException("interrupted");
        }
    }

    /** A page whose text is its name. */
    static FilePage.Listed page(String name, @Nullable String next) {
        Next where = next == null ? new Next.End() : new Next.Page(new Cursor(next));
        return new FilePage.Listed("test:" + name, bytes(name), where);
    }

    static FilePage.Unreadable unreadable(DeadLetterReason reason) {
        return new FilePage.Unreadable("test:bad", new HubReject(reason, "no page", bytes("<html>")));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    @Override
    public FilePage files(String id, String revision, @Nullable Cursor cursor) throws IOException {
        asked.add(cursor);
        Object answer = script.size() > 1 ? script.removeFirst() : script.getFirst();
        if (answer instanceof Stuck stuck) {
            return stuck.answer();
        }
        if (answer instanceof IOException failure) {
            throw failure;
        }
        if (answer instanceof RuntimeException fault) {
            throw fault;
        }
        return (FilePage) answer;
    }

    @Override
    public String name() {
        return "huggingface";
    }

    @Override
    public Cursor first(Listing listing) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HubPage page(Cursor cursor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lookup lookup(String stableId, String id) {
        throw new UnsupportedOperationException();
    }
}
