package io.ptmtorrent.crawler;

import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.checkpoint.PageCount;
import io.ptmtorrent.crawler.checkpoint.Runs;
import io.ptmtorrent.crawler.hub.HubItem;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a page does to its run: a pure function, written to Kafka as one transaction.
 *
 * @param url what was asked
 * @param rows what becomes observations, in the hub's order
 * @param rejects what becomes dead letters
 * @param checkpoint the run after the page; ended where this was its last
 */
record RunStep(String url, List<HubRow> rows, List<HubReject> rejects, CrawlCheckpoint checkpoint) {
    private static final String REPEATED = "the hub named a page again that it had named before in this run";

    /**
     * Takes a page into its run.
     *
     * @param cutoff an increment's end: rows last changed before it are known; null where all rows count
     * @param repeats whether a cursor was followed before in this run
     */
    static RunStep of(
            CrawlCheckpoint run,
            HubPage.Listed page,
            @Nullable Instant cutoff,
            Predicate<String> repeats,
            Instant now) {
        List<HubItem> items = wanted(run, page.items(), cutoff);
        boolean enough = run.getLimit() != null && run.getListed() + items.size() >= run.getLimit();
        boolean known = cutoff != null && reaches(cutoff, page.items());
        HubReject rest = enough ? null : page.rest();
        String next = enough || known ? null : cursor(page.next());
        boolean repeated = next != null && repeats.test(next);
        List<HubReject> rejects = new ArrayList<>(only(HubReject.class, items));
        if (rest != null) {
            rejects.add(rest);
        }
        if (next != null && repeated) {
            rejects.add(repeatedCursor(next));
        }
        Instant clock = earlier(page.clock(), now);
        PageCount count = new PageCount(items.size(), rejects.size(), rest == null, clock, page.version());
        CrawlCheckpoint after = Runs.advanced(run, count, next);
        if (next == null || repeated) {
            after = enough || known ? Runs.ended(after, null, now) : ended(after, page, repeated, now);
        }
        return new RunStep(page.url(), only(HubRow.class, items), rejects, after);
    }

    /** The run given up. */
    static RunStep givenUp(CrawlCheckpoint run, String reason, Instant now) {
        return new RunStep("", List.of(), List.of(), Runs.ended(run, reason, now));
    }

    /** Nothing but a checkpoint. */
    static RunStep only(CrawlCheckpoint checkpoint) {
        return new RunStep("", List.of(), List.of(), checkpoint);
    }

    boolean ends() {
        return checkpoint.getEndedAt() != null;
    }

    private static List<HubItem> wanted(CrawlCheckpoint run, List<HubItem> items, @Nullable Instant cutoff) {
        List<HubItem> fresh = cutoff == null
                ? items
                : items.stream().filter(item -> !isBefore(item, cutoff)).toList();
        if (run.getLimit() == null) {
            return fresh;
        }
        long open = Math.max(0, run.getLimit() - run.getListed());
        return fresh.subList(0, (int) Math.min(fresh.size(), open));
    }

    /** The last dated row decides: one that a wrong clock dated must not hide what stands behind it. */
    private static boolean reaches(Instant cutoff, List<HubItem> items) {
        return items.reversed().stream()
                .filter(item -> item instanceof HubRow row && row.modifiedAt() != null)
                .findFirst()
                .filter(item -> isBefore(item, cutoff))
                .isPresent();
    }

    /** A hub whose clock is ahead of ours: its changes until then are still to come. */
    private static @Nullable Instant earlier(@Nullable Instant clock, Instant now) {
        return clock != null && clock.isAfter(now) ? now : clock;
    }

    private static boolean isBefore(HubItem item, Instant cutoff) {
        return item instanceof HubRow row
                && row.modifiedAt() != null
                && row.modifiedAt().isBefore(cutoff);
    }

    private static <T extends HubItem> List<T> only(Class<T> type, List<HubItem> items) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static @Nullable String cursor(Next next) {
        return next instanceof Next.Page follows ? follows.cursor().value() : null;
    }

    private static CrawlCheckpoint ended(CrawlCheckpoint run, HubPage.Listed page, boolean repeated, Instant now) {
        return page.next() instanceof Next.End end && end.hidden() != null
                ? Runs.endedAsShown(run, end.hidden(), now)
                : Runs.ended(run, trouble(page, repeated), now);
    }

    private static @Nullable String trouble(HubPage.Listed page, boolean repeated) {
        if (repeated) {
            return REPEATED;
        }
        if (page.next() instanceof Next.Refused refused) {
            return refused.reason();
        }
        return page.rest() == null ? null : "a page could not be read and names no next one: " + page.url();
    }

    private static HubReject repeatedCursor(String cursor) {
        return new HubReject(
                DeadLetterReason.CURSOR_REPEATED, REPEATED, ByteBuffer.wrap(cursor.getBytes(StandardCharsets.UTF_8)));
    }
}
