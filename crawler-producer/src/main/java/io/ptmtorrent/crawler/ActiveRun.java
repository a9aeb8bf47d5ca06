package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.HubPage;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run under way in this process: its committed checkpoint and what may be forgotten. For one thread.
 *
 * <p>The next page is asked for while the present one is committed.
 */
final class ActiveRun {
    private final Function<Cursor, Future<HubPage>> fetcher;
    private final Cursor first;
    private final @Nullable Instant cutoff;
    private final Instant since;
    private final long listedBefore;
    private final SeenCursors seen = new SeenCursors();
    private CrawlCheckpoint checkpoint;
    private @Nullable Future<HubPage> ahead;
    private boolean askedAgain;
    private Trouble trouble = Trouble.NONE;
    private long turn;

    ActiveRun(
            CrawlCheckpoint checkpoint,
            Cursor first,
            @Nullable Instant cutoff,
            Instant since,
            Function<Cursor, Future<HubPage>> fetcher) {
        this.checkpoint = checkpoint;
        this.first = first;
        this.cutoff = cutoff;
        this.since = since;
        this.listedBefore = checkpoint.getListed();
        this.fetcher = fetcher;
        seen.add(cursor().value());
    }

    CrawlCheckpoint checkpoint() {
        return checkpoint;
    }

    Cursor cursor() {
        return checkpoint.getCursor() == null ? first : new Cursor(checkpoint.getCursor());
    }

    long turn() {
        return turn;
    }

    Trouble trouble() {
        return trouble;
    }

    /** The page at the cursor; waits for it. */
    HubPage page(long thisTurn) throws IOException, InterruptedException {
        turn = thisTurn;
        Future<HubPage> asked = ahead == null ? fetcher.apply(cursor()) : ahead;
        ahead = null;
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException mayWorkLater) {
                throw mayWorkLater;
            }
            throw new IllegalStateException("hub " + checkpoint.getHub() + " failed at " + cursor().value(), e);
        }
    }

    /** True once for a page: one that could not be read is asked for once more. */
    boolean asksAgain() {
        boolean again = !askedAgain;
        askedAgain = true;
        return again;
    }

    /** What the page does to the run; asks for the page after it. */
    RunStep step(HubPage.Listed page, Instant now) {
        RunStep step = RunStep.of(checkpoint, page, cutoff, seen::contains, now);
        String next = step.checkpoint().getCursor();
        if (!step.ends() && next != null) {
            seen.add(next);
            ahead = fetcher.apply(new Cursor(next));
        }
        return step;
    }

    void failed(Trouble now) {
        trouble = now;
    }

    /** The run as it was just committed. */
    void at(CrawlCheckpoint committed) {
        checkpoint = committed;
    }

    /** A page was committed. */
    void turned(CrawlCheckpoint committed) {
        checkpoint = committed;
        askedAgain = false;
        trouble = Trouble.NONE;
    }

    CrawlProgress progress() {
        return new CrawlProgress(
                checkpoint.getHub(),
                checkpoint.getRunId(),
                checkpoint.getRequestId(),
                checkpoint.getMode(),
                checkpoint.getPages(),
                checkpoint.getListed(),
                checkpoint.getRejected(),
                since,
                checkpoint.getListed() - listedBefore,
                trouble.tries() == 0 ? null : trouble.until(),
                trouble.tries() == 0 ? null : trouble.reason(),
                checkpoint.getEndedAt(),
                checkpoint.getComplete(),
                checkpoint.getEndReason());
    }
}
