package io.ptmtorrent.crawler.detail;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.wire.Observations;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list of a model's files from its first page to its last, and writes each page as it comes.
 *
 * <p>So one page at a time is in memory. A walk that fails in the middle leaves the pages before it in the log, and ends
 * with the hub's word or a refusal; a commit's list never changes, so asked again the same pages come. For one thread,
 * once.
 */
final class FileWalk {
    /** The hub gives 1,000 entries a page, and a model keeps 10,000 files. */
    static final int MOST_PAGES = 200;

    /** A window of the hub's quota: pages that were read already are not given up for less. */
    private static final Duration BETWEEN_PAGES = Duration.ofMinutes(5);

    private final HubCalls calls;
    private final Clock clock;
    private final Reply reply;
    private final DetailRequest request;
    private final Set<Cursor> seen = new HashSet<>();

    FileWalk(HubCalls calls, Clock clock, Reply reply) {
        this.calls = calls;
        this.clock = clock;
        this.reply = reply;
        this.request = reply.request();
    }

    /** Answers the request. */
    void run() {
        String revision = request.getRevision();
        if (revision == null) {
            refuse(new Lookup.Refused("", "files were asked for, but of no revision", null));
            return;
        }
        @Nullable Cursor cursor = null;
        int page = 0;
        do {
            cursor = write(page, read(revision, cursor));
            page++;
        } while (cursor != null && !reply.ended());
    }

    private FilePage read(String revision, @Nullable Cursor cursor) {
        FilePage first = ask(revision, cursor);
        boolean mayHeal = first instanceof FilePage.Unreadable unreadable
                && unreadable.reject().reason() == DeadLetterReason.BAD_DETAILS;
        return mayHeal && !reply.ended() ? ask(revision, cursor) : first;
    }

    private FilePage ask(String revision, @Nullable Cursor cursor) {
        Duration patience = cursor == null ? DetailAnswer.PATIENCE : BETWEEN_PAGES;
        return calls.ask(request, patience, hub -> hub.files(request.getId(), revision, cursor), refused -> refused);
    }

    /** Writes what came; the place of the next page, or null at the end. */
    private @Nullable Cursor write(int page, FilePage answer) {
        switch (answer) {
            case FilePage.Listed listed -> {
                return write(page, listed);
            }
            case FilePage.Unreadable unreadable -> reject(unreadable);
            case Lookup.Gone gone -> reply.end(Observations.gone(request, gone, clock.instant()));
            case Lookup.Refused refused -> refuse(refused);
        }
        return null;
    }

    private @Nullable Cursor write(int page, FilePage.Listed listed) {
        switch (listed.next()) {
            case Next.End end -> reply.end(Observations.detailed(request, listed, page, true, clock.instant()));
            case Next.Page next -> {
                return goOn(page, listed, next.cursor());
            }
            case Next.Refused refused -> refuse(new Lookup.Refused(listed.url(), refused.reason(), null));
        }
        return null;
    }

    private @Nullable Cursor goOn(int page, FilePage.Listed listed, Cursor next) {
        if (!seen.add(next)) {
            String message = "page " + page + " of " + listed.url() + " leads to a page that was read before";
            reply.letter(new HubReject(DeadLetterReason.CURSOR_REPEATED, message, listed.body()), listed.url());
            refuse(new Lookup.Refused(listed.url(), message, null));
            return null;
        }
        if (page + 1 == MOST_PAGES) {
            refuse(new Lookup.Refused(listed.url(), "its files have more than " + MOST_PAGES + " pages", null));
            return null;
        }
        reply.page(Observations.detailed(request, listed, page, false, clock.instant()));
        return next;
    }

    private void reject(FilePage.Unreadable unreadable) {
        HubReject reject = unreadable.reject();
        reply.letter(reject, unreadable.url());
        Lookup.Refused refused = reject.reason() == DeadLetterReason.BAD_DETAILS
                ? calls.later(reject.message())
                : new Lookup.Refused("", reject.message(), null);
        refuse(new Lookup.Refused(unreadable.url(), refused.reason(), refused.retryAt()));
    }

    private void refuse(Lookup.Refused refused) {
        reply.end(Observations.refused(request, refused, clock.instant()));
    }
}
